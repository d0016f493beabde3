/** Every journey, in one process: they share one browser and one running application, and nothing else. */
import './journeys/own-school.ts';
import './journeys/look-around.ts';
import './journeys/import.ts';
import './journeys/two-people.ts';
import './journeys/undo.ts';
import './journeys/bulk-edit.ts';
import './journeys/keyboard.ts';
import './journeys/school-file.ts';
import './journeys/doors.ts';
import './journeys/calendar.ts';
import './journeys/typical-school.ts';
import './journeys/reminders.ts';
import './journeys/payments.ts';
import './journeys/checks.ts';
import './journeys/local-rules.ts';
import './journeys/evidence.ts';
import './journeys/answer-together.ts';
