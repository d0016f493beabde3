/**
 * GOV.UK Frontend components as functions of the names that its documentation uses. Arguments are the documented ones;
 * wherever they take HTML they take {@link Html}, so that text can only get in escaped.
 */
import type { Html } from '../html.ts';
import { renderTemplate } from './render.ts';
import type {
  AccordionArguments,
  BackLinkArguments,
  BreadcrumbsArguments,
  ButtonArguments,
  CharacterCountArguments,
  CheckboxesArguments,
  DateInputArguments,
  DetailsArguments,
  ErrorMessageArguments,
  ErrorSummaryArguments,
  FieldsetArguments,
  FileUploadArguments,
  HintArguments,
  InputArguments,
  InsetTextArguments,
  LabelArguments,
  NotificationBannerArguments,
  PaginationArguments,
  PanelArguments,
  PasswordInputArguments,
  PhaseBannerArguments,
  RadiosArguments,
  SelectArguments,
  ServiceNavigationArguments,
  SkipLinkArguments,
  SummaryListArguments,
  TableArguments,
  TabsArguments,
  TagArguments,
  TaskListArguments,
  TextareaArguments,
  WarningTextArguments,
} from './arguments.ts';
export type * from './arguments.ts';

export function govukAccordion(params: AccordionArguments): Html {
  return renderTemplate('accordion', params);
}

export function govukBackLink(params: BackLinkArguments): Html {
  return renderTemplate('back-link', params);
}

export function govukBreadcrumbs(params: BreadcrumbsArguments): Html {
  return renderTemplate('breadcrumbs', params);
}

export function govukButton(params: ButtonArguments): Html {
  return renderTemplate('button', params);
}

export function govukCharacterCount(params: CharacterCountArguments): Html {
  return renderTemplate('character-count', params);
}

export function govukCheckboxes(params: CheckboxesArguments): Html {
  return renderTemplate('checkboxes', params);
}

export function govukDateInput(params: DateInputArguments): Html {
  return renderTemplate('date-input', params);
}

export function govukDetails(params: DetailsArguments): Html {
  return renderTemplate('details', params);
}

export function govukErrorMessage(params: ErrorMessageArguments): Html {
  return renderTemplate('error-message', params);
}

export function govukErrorSummary(params: ErrorSummaryArguments): Html {
  return renderTemplate('error-summary', params);
}

export function govukFieldset(params: FieldsetArguments): Html {
  return renderTemplate('fieldset', params);
}

export function govukFileUpload(params: FileUploadArguments): Html {
  return renderTemplate('file-upload', params);
}

export function govukHint(params: HintArguments): Html {
  return renderTemplate('hint', params);
}

export function govukInput(params: InputArguments): Html {
  return renderTemplate('input', params);
}

export function govukInsetText(params: InsetTextArguments): Html {
  return renderTemplate('inset-text', params);
}

export function govukLabel(params: LabelArguments): Html {
  return renderTemplate('label', params);
}

export function govukNotificationBanner(params: NotificationBannerArguments): Html {
  return renderTemplate('notification-banner', params);
}

export function govukPagination(params: PaginationArguments): Html {
  return renderTemplate('pagination', params);
}

export function govukPanel(params: PanelArguments): Html {
  return renderTemplate('panel', params);
}

export function govukPasswordInput(params: PasswordInputArguments): Html {
  return renderTemplate('password-input', params);
}

export function govukPhaseBanner(params: PhaseBannerArguments): Html {
  return renderTemplate('phase-banner', params);
}

export function govukRadios(params: RadiosArguments): Html {
  return renderTemplate('radios', params);
}

export function govukSelect(params: SelectArguments): Html {
  return renderTemplate('select', params);
}

export function govukServiceNavigation(params: ServiceNavigationArguments): Html {
  return renderTemplate('service-navigation', params);
}

export function govukSkipLink(params: SkipLinkArguments): Html {
  return renderTemplate('skip-link', params);
}

export function govukSummaryList(params: SummaryListArguments): Html {
  return renderTemplate('summary-list', params);
}

export function govukTable(params: TableArguments): Html {
  return renderTemplate('table', params);
}

export function govukTabs(params: TabsArguments): Html {
  return renderTemplate('tabs', params);
}

export function govukTag(params: TagArguments): Html {
  return renderTemplate('tag', params);
}

export function govukTaskList(params: TaskListArguments): Html {
  return renderTemplate('task-list', params);
}

export function govukTextarea(params: TextareaArguments): Html {
  return renderTemplate('textarea', params);
}

export function govukWarningText(params: WarningTextArguments): Html {
  return renderTemplate('warning-text', params);
}
