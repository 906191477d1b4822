// `npm run package -w extension`: writes out/gptossdev.vsix, an archive of what the extension needs and nothing else.
// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contents } from './contents.mjs';
import { zip } from './zip.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const limit = 1_000_000;
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const words = JSON.parse(readFileSync(join(folder, 'package.nls.json'), 'utf8'));

/** @param {string} text */
const xml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** @param {string} name */
const read = (name) => {
  if (name !== 'package.json') return readFileSync(join(folder, name));
  // What only development needs is no business of the one who installs it.
  const { scripts, devDependencies, private: _, ...shipped } = manifest;
  return Buffer.from(`${JSON.stringify(shipped, null, 2)}\n`);
};

const types = { '.json': 'application/json', '.js': 'application/javascript', '.css': 'text/css', '.md': 'text/markdown',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.txt': 'text/plain', '.vsixmanifest': 'text/xml' };

const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(manifest.name)}" Version="${xml(manifest.version)}" Publisher="${xml(manifest.publisher)}" />
    <DisplayName>${xml(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(words.description)}</Description>
    <Tags>${xml(manifest.keywords.join(','))}</Tags>
    <Categories>${xml(manifest.categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(manifest.engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${xml(manifest.extensionKind.join(','))}" />
      <Property Id="Microsoft.VisualStudio.Services.Branding.Color" Value="${xml(manifest.galleryBanner.color)}" />
      <Property Id="Microsoft.VisualStudio.Services.Branding.Theme" Value="${xml(manifest.galleryBanner.theme)}" />
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${xml(manifest.icon)}</Icon>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code" /></Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/${xml(manifest.icon)}" Addressable="true" />
  </Assets>
</PackageManifest>
`;
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${Object.entries(types)
  .map(([extension, type]) => `<Default Extension="${extension}" ContentType="${type}" />`)
  .join('')}</Types>
`;

const files = contents(folder).map((name) => ({ name: `extension/${name}`, data: read(name) }));
files.push({ name: 'extension/LICENSE.txt', data: readFileSync(join(folder, '..', 'LICENSE')) });
const unknown = files.find(({ name }) => !(extname(name) in types));
if (unknown) throw new Error(`${unknown.name} has no content type: a file that was not meant to be shipped?`);
const archive = zip([
  { name: 'extension.vsixmanifest', data: Buffer.from(vsixManifest) },
  { name: '[Content_Types].xml', data: Buffer.from(contentTypes) },
  ...files,
]);
if (archive.length > limit) throw new Error(`the package is ${archive.length} bytes large: more than ${limit}`);
const target = join(folder, 'out', 'gptossdev.vsix');
writeFileSync(target, archive);
for (const { name, data } of files) console.log(`${String(data.length).padStart(8)}  ${name}`);
console.log(`${target}: ${archive.length} bytes`);
