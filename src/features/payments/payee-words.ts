/**
 * Words by which a payee is told to be a person or a business, as data. Forenames are those most given in England and Wales
 * over the last eighty years, from general knowledge of the published lists of baby names: not whole, and never will be.
 */

/** Comma lists, for readability. */
const words = (list: string): ReadonlySet<string> => new Set(list.split(/[\s,]+/).filter((word) => word !== ''));

export const TITLES = words(
  'mr, mrs, ms, miss, mx, dr, prof, professor, rev, reverend, sir, dame, lady, lord, canon, fr, cllr',
);

export const FORENAMES = words(`
  aaron, abbie, abdul, abdullah, abigail, adam, adrian, ahmed, aisha, alan, alana, alex, alexander, alexandra, alfie, ali, alice,
  alicia, alison, allan, amanda, amber, amelia, amina, amir, amy, andrea, andrew, angela, anita, ann, anna, anne, annette,
  annie, anthony, antonia, archie, arthur, ashley, audrey, ava, barbara, barry, beatrice, becky, ben, benjamin, bernadette,
  bernard, beth, bethany, beverley, brandon, brenda, brian, bridget, bryan, caitlin, callum, cameron, carl, carla, carly,
  carol, caroline, carolyn, catherine, cath, charles, charlie, charlotte, chelsea, cheryl, chloe, chris, christian, christina,
  christine, christopher, claire, clare, clive, colin, connor, conor, craig, daisy, dan, daniel, danielle, darren, dave, david,
  dawn, dean, debbie, deborah, debra, denise, dennis, derek, diana, diane, dominic, donald, donna, doreen, dorothy, douglas,
  duncan, dylan, eddie, edith, edward, eileen, elaine, eleanor, elizabeth, ella, ellen, ellie, elsie, emily, emma, eric, erin,
  ethan, eva, eve, evelyn, evie, faith, fatima, fiona, florence, frances, francis, frank, fred, freddie, freya, gail, gareth,
  gary, gavin, gemma, geoffrey, george, georgia, georgina, gerald, gerard, geraldine, gillian, gina, glen, glenn, gordon, grace,
  graham, graeme, greg, gregory, guy, hannah, harold, harriet, harry, harvey, hassan, hayley, hazel, heather, heidi, helen,
  henry, hilary, holly, howard, hugh, hussain, ian, ibrahim, imogen, imran, irene, iris, isaac, isabel, isabella, isla, isobel,
  ivy, jack, jackie, jacob, jacqueline, jade, jake, james, jamie, jan, jane, janet, janice, jason, jasmine, jayne, jean, jeff,
  jeffrey, jemma, jennifer, jenny, jeremy, jess, jessica, jill, jim, jo, joan, joanna, joanne, jodie, joe, joel, john, jon,
  jonathan, jordan, joseph, josephine, josh, joshua, joy, joyce, judith, julia, julian, julie, june, justin, karen, karl, kate,
  katharine, katherine, kathleen, kathryn, katie, katy, kay, kayleigh, keith, kelly, ken, kenneth, kerry, kevin, khalid, kieran,
  kim, kimberley, kirsty, kyle, lauren, laura, layla, leah, leanne, lee, lena, leo, leon, leonard, lesley, leslie, lewis, liam,
  lily, linda, lindsay, lisa, liz, lorraine, louis, louise, lucas, lucy, luke, lydia, lynn, lynne, lynsey, madeleine, maisie,
  malcolm, mandy, marcus, margaret, maria, marie, marilyn, marion, mark, martin, martyn, mary, mason, matilda, matt, matthew,
  maureen, max, maxine, megan, mehmet, melanie, melissa, mia, michael, michaela, michelle, mick, mike, millie, miriam, mohamed,
  mohammad, mohammed, moira, molly, monica, morgan, muhammad, nadia, naomi, natalie, natasha, nathan, neil, niamh, nicholas,
  nichola, nick, nicola, nicole, nigel, nina, noah, nora, norma, norman, oliver, olivia, omar, oscar, owen, pam, pamela, pat,
  patricia, patrick, paul, paula, pauline, peggy, penelope, penny, peter, phil, philip, phillip, phoebe, phyllis, poppy, rachael,
  rachel, ralph, ray, raymond, rebecca, rhys, richard, ricky, rita, rob, robert, roberta, robin, robyn, roger, ron, ronald,
  rory, rosalind, rose, rosemary, rosie, ross, roy, ruby, russell, ruth, ryan, sally, sam, samantha, samuel, sandra, sara, sarah,
  scarlett, scott, sean, sebastian, shane, shannon, sharon, shaun, sheila, shirley, sian, simon, sofia, sonia, sophia, sophie,
  stacey, stanley, stella, stephanie, stephen, steve, steven, stewart, stuart, sue, susan, suzanne, sylvia, tania, tanya, tara,
  teresa, terence, teri, terry, thelma, theo, theresa, thomas, tim, timothy, tina, toby, tom, tony, tracey, tracy, trevor,
  valerie, vanessa, vera, victor, victoria, vincent, violet, vivien, vivienne, wayne, wendy, will, william, yasmin, yusuf,
  yvonne, zachary, zara, zoe`);

/** What makes a name that of a business, a body or a place, whatever else is in it. */
export const BUSINESS_WORDS = words(`
  ltd, limited, plc, llp, lp, inc, llc, gmbh, cic, cio, corp, corporation, company, co, group, holdings, partnership, partners,
  associates, bros, brothers, sons, son, trading, uk, gb, international, global, europe, services, service, solutions, systems,
  supplies, supply, suppliers, school, schools, academy, academies, college, university, trust, council, borough, county, city,
  authority, nhs, hmrc, church, diocese, diocesan, charity, foundation, association, society, institute, union, federation,
  club, community, centre, center, centres, shop, store, stores, superstore, market, supermarket, outlet, direct, online,
  education, educational, learning, training, tuition, consultancy, consulting, consultants, advisory, agency, recruitment,
  personnel, teaching, supplies, travel, coaches, coach, taxis, taxi, cars, hire, transport, couriers, catering, foods, food,
  bakery, butchers, kitchen, meals, dairy, farm, farms, energy, gas, electric, electrical, electricity, water, power, heating,
  plumbing, plumbers, building, builders, construction, roofing, joinery, decorating, decorators, maintenance, cleaning,
  property, properties, estates, landscapes, landscaping, gardens, gardening, grounds, fencing, flooring, glass, glazing,
  security, alarms, fire, lifts, safety, technology, technologies, computers, computing, computer, software, data, digital,
  network, networks, telecom, telecoms, communications, comms, internet, broadband, cloud, hosting, it, ict, web, media, print,
  printing, press, publishing, publishers, publications, books, bookshop, music, sport, sports, leisure, dance, drama, theatre,
  arts, art, productions, photography, events, party, play, toys, games, outdoor, adventure, centre, hotel, restaurant, cafe,
  pub, inn, bank, finance, financial, insurance, insurances, leasing, rentals, capital, pension, pensions, payroll, audit,
  accountants, accountancy, solicitors, legal, law, medical, health, healthcare, dental, pharmacy, therapy, therapies, care,
  nursery, furniture, interiors, uniform, uniforms, clothing, textiles, equipment, instruments, tools, machinery, engineering,
  motors, garage, autos, fuel, waste, recycling, skips, design, designs, signs, marketing, studio, studios, workshop, workshops,
  products, office, stationery, packaging, warehouse, wholesale, logistics, mail, post, postal, amazon, ebay, paypal, barclaycard,
  pcard, card, cards, payments, licensing, library, museum, zoo, park, parks, national, royal, british, england, english`);

/** Businesses that are called like a person. */
export const NAMED_LIKE_PEOPLE = [
  'john lewis',
  'robert dyas',
  'laura ashley',
  'ted baker',
  'thomas cook',
  'jack wills',
  'frankie benny',
  'joe browns',
  'arthur price',
  'james latham',
  'philip harris',
  'timothy taylor',
  'scott bader',
  'matthew clark',
  'fred olsen',
  'peter jones',
  'william reed',
  'morgan stanley',
  'arthur gallagher',
  'morgan sindall',
];
