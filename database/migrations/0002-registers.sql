-- What a contract register and an asset register are expected to hold beyond the first fields, and for every value where it
-- came from (`sources`, by field name; `*` for all that have no entry of their own).

alter table contract
  add supplier_contact text,
  add one_off_cost_pence bigint,
  add cash_by_year jsonb check (jsonb_typeof(cash_by_year) = 'object'),
  add vat text check (vat in ('excluded', 'included', 'none')),
  add notice_method text check (notice_method in ('email', 'letter', 'recorded-post', 'portal', 'other')),
  add notice_to text,
  add extensions_taken integer check (extensions_taken >= 0),
  add extensions_left integer check (extensions_left >= 0),
  add early_termination_terms text,
  add exit_plan text,
  add bundled_services text,
  add is_lease boolean,
  add personal_data boolean,
  add related_party boolean,
  add how_bought text check (how_bought in ('framework', 'tender', 'quotes', 'single-quote', 'trust-or-authority', 'other')),
  add framework_name text,
  add documents text,
  add sources jsonb not null default '{}';
alter table contract drop constraint contract_notice_unit_check;
alter table contract add check (notice_unit in ('months', 'weeks', 'days', 'working-days', 'terms'));

alter table equipment
  add manufacturer text,
  add operating_system text,
  add serial_number text,
  add asset_tag text,
  add assigned_to text,
  add condition text check (condition in ('good', 'fair', 'poor', 'broken')),
  add acquired_as text check (acquired_as in ('new', 'used', 'refurbished', 'donated')),
  add supplier text,
  add contract_id text,
  add bought_on date,
  add price_pence bigint,
  add port_count integer check (port_count >= 0),
  add uplink_mbps integer check (uplink_mbps >= 0),
  add power_over_ethernet boolean,
  add wpa3 boolean,
  add locked_away boolean,
  add ups_minutes integer check (ups_minutes >= 0),
  add disposed_on date,
  add sources jsonb not null default '{}',
  add foreign key (organisation_id, school_id, contract_id) references contract on delete set null (contract_id);
create index equipment_contract on equipment (organisation_id, school_id, contract_id);

alter table system
  add supplier text,
  add owner text,
  add data_held text,
  add personal_data boolean,
  add sign_on text check (sign_on in ('single-sign-on', 'own-accounts', 'shared-account', 'none')),
  add integrations text,
  add recovery_hours integer check (recovery_hours >= 0),
  add recovery_point_hours integer check (recovery_point_hours >= 0),
  add sources jsonb not null default '{}';

alter table connection
  add separate_route boolean,
  add supplier text,
  add installed_on date,
  add router_id text,
  add sources jsonb not null default '{}',
  add foreign key (organisation_id, school_id, router_id) references equipment on delete set null (router_id);
create index connection_router on connection (organisation_id, school_id, router_id);
