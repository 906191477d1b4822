// An empty world for the built program: folders of its own, a small C# project, and answers from a script.
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
export const program = join(root, 'artifacts', 'gptoss', process.platform === 'win32' ? 'gptoss.exe' : 'gptoss');

/** Why the program cannot be run here; undefined when it can. */
export const whyNot = existsSync(program) ? undefined : `${program} is not built: npm start builds it`;

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
`;

export class World {
  /**
   * @param {object} script what GPTOSS_TEST_ENGINE answers
   * @param {Record<string, string>} files of the project, by name
   */
  constructor(script, files) {
    this.folder = mkdtempSync(join(tmpdir(), 'gptoss-e2e-'));
    this.work = join(this.folder, 'work');
    mkdirSync(this.work);
    mkdirSync(join(this.folder, 'run'), { mode: 0o700 });
    this.write('Shop.csproj', project);
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    const scriptFile = join(this.folder, 'script.json');
    writeFileSync(scriptFile, JSON.stringify(script));
    /** @type {NodeJS.ProcessEnv} */
    this.environment = {
      ...process.env,
      HOME: this.folder,
      XDG_RUNTIME_DIR: join(this.folder, 'run'),
      XDG_STATE_HOME: join(this.folder, 'state'),
      XDG_CACHE_HOME: join(this.folder, 'cache'),
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      GPTOSS_TEST_ENGINE: scriptFile,
      // Should all else fail, the daemon ends by itself.
      GPTOSS_IDLE_EXIT_SECONDS: '300',
      GPTOSS_ENDPOINT: '',
      DOTNET_NOLOGO: '1',
      DOTNET_CLI_TELEMETRY_OPTOUT: '1',
      DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
    };
  }

  /** @param {string} name @param {string} text */
  write(name, text) {
    writeFileSync(this.path(name), text);
  }

  /** @param {string} name */
  path(name) {
    return join(this.work, name);
  }

  /** @param {string} name */
  uri(name) {
    return pathToFileURL(this.path(name)).href;
  }

  get rootUri() {
    return pathToFileURL(this.work).href;
  }

  /** Starts a language server in this world. @param {string[]} args */
  start(...args) {
    return spawn(program, args, { cwd: this.work, env: this.environment, stdio: ['pipe', 'pipe', 'inherit'] });
  }

  /** Ends the daemon and takes the folders away. */
  dispose() {
    spawnSync(program, ['stop'], { env: this.environment, stdio: 'ignore', timeout: 60_000 });
    rmSync(this.folder, { recursive: true, force: true });
  }
}
