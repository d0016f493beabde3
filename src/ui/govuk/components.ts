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
  CharacterCountArguments,
  CheckboxesArguments,
  DateInputArguments,
  DetailsArguments,
  ErrorSummaryArguments,
  FileUploadArguments,
  InsetTextArguments,
  NotificationBannerArguments,
  PaginationArguments,
  PanelArguments,
  PasswordInputArguments,
  PhaseBannerArguments,
  ServiceNavigationArguments,
  SkipLinkArguments,
  TabsArguments,
  TaskListArguments,
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

export function govukErrorSummary(params: ErrorSummaryArguments): Html {
  return renderTemplate('error-summary', params);
}

export function govukFileUpload(params: FileUploadArguments): Html {
  return renderTemplate('file-upload', params);
}

export function govukInsetText(params: InsetTextArguments): Html {
  return renderTemplate('inset-text', params);
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

export function govukServiceNavigation(params: ServiceNavigationArguments): Html {
  return renderTemplate('service-navigation', params);
}

export function govukSkipLink(params: SkipLinkArguments): Html {
  return renderTemplate('skip-link', params);
}

export function govukTabs(params: TabsArguments): Html {
  return renderTemplate('tabs', params);
}

export function govukTaskList(params: TaskListArguments): Html {
  return renderTemplate('task-list', params);
}

export function govukWarningText(params: WarningTextArguments): Html {
  return renderTemplate('warning-text', params);
}
