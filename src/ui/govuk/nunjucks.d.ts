/** The little of Nunjucks that we use; its own types package lags behind it. */
declare module 'nunjucks' {
  export class Template {
    render(context: object): string;
  }
  export class FileSystemLoader {
    constructor(searchPaths: string | string[], options?: { watch?: boolean; noCache?: boolean });
  }
  export class Environment {
    constructor(
      loader: FileSystemLoader,
      options?: { autoescape?: boolean; trimBlocks?: boolean; lstripBlocks?: boolean },
    );
    getTemplate(name: string, eagerCompile: true): Template;
  }
  const nunjucks: {
    Template: typeof Template;
    FileSystemLoader: typeof FileSystemLoader;
    Environment: typeof Environment;
  };
  export default nunjucks;
}
