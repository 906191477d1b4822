using System.Collections.Immutable;
using System.Text;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Puts loaded projects together as one solution: references between them become live, everything else stays a file. Used once,
/// by one thread.
/// </summary>
internal sealed class SolutionAssembler
{
    // A generated source can be far larger than what a person edits; without it the project would not bind.
    private const long MaxSourceBytes = 64 * 1024 * 1024;
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private readonly Dictionary<string, MetadataReference> _references = new(PathNames.Comparer);
    private readonly Dictionary<string, (SourceText Text, string? Failure)> _texts = new(PathNames.Comparer);
    private readonly Dictionary<string, FileStamp> _stamps = new(PathNames.Comparer);
    private readonly Dictionary<string, FileStamp> _inputs = new(PathNames.Comparer);
    private readonly Dictionary<string, ProjectId> _byOutput = new(PathNames.Comparer);
    private readonly Dictionary<string, ProjectId> _byPath = new(PathNames.Comparer);
    private readonly Dictionary<string, string> _assemblies = new(PathNames.Comparer);
    private readonly AnalyzerLoader _loader = new();
    private readonly Dictionary<string, AnalyzerFile> _analyzers = new(PathNames.Comparer);
    private readonly Lazy<IReadOnlyList<MetadataReference>> _runtime = new(RuntimeReferences.Load);

    /// <summary>The sources that were read, as they were then.</summary>
    public IReadOnlyDictionary<string, FileStamp> Stamps => _stamps;

    /// <summary>What is no source but is read by generators and analyzers or sets them up, as it was then.</summary>
    public IReadOnlyDictionary<string, FileStamp> Inputs => _inputs;

    /// <summary>The projects in their order; references that would close a circle are left out.</summary>
    /// <param name="earlier">An earlier loading of the same workspace, up to date with the disk; null when there is none.</param>
    public AssembledSolution Assemble(IReadOnlyList<ProjectLoad> loads, AssembledSolution? earlier = null)
    {
        var reuse = earlier is null ? null : new IncrementalReload(earlier, loads);
        KeepReferences(earlier);
        var ids = loads.Select(load => reuse?.IdOf(load) ?? ProjectId.CreateNewId(load.Path)).ToList();
        foreach (var (load, id) in loads.Zip(ids))
        {
            _byPath.TryAdd(load.Path, id);
            if (load.Build is { } build)
            {
                _assemblies.TryAdd(load.Path, build.AssemblyName);
            }
            foreach (var output in load.Build?.OutputPaths ?? [])
            {
                _byOutput.TryAdd(output, id);
            }
        }
        var solution = earlier?.Solution ?? new AdhocWorkspace().CurrentSolution;
        foreach (var gone in solution.ProjectIds.Except(ids).ToList())
        {
            solution = solution.RemoveProject(gone);
        }
        var projects = ImmutableDictionary.CreateBuilder<ProjectId, ProjectMetadata>();
        var references = new List<(ProjectId From, ProjectReference To)>();
        foreach (var (load, id) in loads.Zip(ids))
        {
            if (reuse?.Kept(load) is { } kept && HasItsInputs(earlier!.Solution.GetProject(id)!))
            {
                projects.Add(id, kept);
                references.AddRange(earlier!.Solution.GetProject(id)!.ProjectReferences.Select(r => (id, r)));
                continue;
            }
            if (solution.ContainsProject(id))
            {
                solution = solution.RemoveProject(id);
            }
            var (info, meta, live) = load.Build is { } build ? Built(id, load, build) : Unbuilt(id, load);
            solution = solution.AddProject(info);
            projects.Add(id, meta);
            references.AddRange(live.Select(reference => (id, reference)));
        }
        foreach (var (from, to) in references)
        {
            solution = Connect(solution, from, to);
        }
        return new AssembledSolution(solution, projects.ToImmutable());
    }

    /// <summary>A folder of C# files that belong to no project.</summary>
    public AssembledSolution AssembleLoose(string folder, IReadOnlyList<string> files, string reason)
    {
        var id = ProjectId.CreateNewId(folder);
        var name = Path.GetFileName(folder) is { Length: > 0 } last ? last : "loose";
        var (info, failures) = LooseInfo(id, name, null, files);
        var project = new LoadedProject(
            name,
            folder,
            LoadState.Loose,
            reason,
            null,
            info.Documents.Count - 1,
            failures,
            false
        );
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(info);
        var meta = new ProjectMetadata(project, folder, Build: null, Analyzers: [], Place: 0, TakesNewFiles: true);
        return new AssembledSolution(solution, ImmutableDictionary<ProjectId, ProjectMetadata>.Empty.Add(id, meta));
    }

    private static Solution Connect(Solution solution, ProjectId from, ProjectReference to)
    {
        var project = solution.GetProject(from)!;
        var closesCircle =
            to.ProjectId == from
            || solution
                .GetProjectDependencyGraph()
                .GetProjectsThatThisProjectTransitivelyDependsOn(to.ProjectId)
                .Contains(from);
        return closesCircle || project.ProjectReferences.Any(r => r.ProjectId == to.ProjectId)
            ? solution
            : solution.AddProjectReference(from, to);
    }

    private (ProjectInfo Info, ProjectMetadata Meta, List<ProjectReference> Live) Built(
        ProjectId id,
        ProjectLoad load,
        ProjectBuild build
    )
    {
        var folder = Path.GetDirectoryName(load.Path)!;
        var arguments = CSharpCommandLineParser.Default.Parse(build.CompilerArguments, folder, sdkDirectory: null);
        var notes = new List<string>(load.Notes);
        var live = new List<ProjectReference>();
        var metadata = new List<MetadataReference>();
        var missing = new List<string>();
        foreach (var reference in arguments.MetadataReferences)
        {
            var path = PathNames.Absolute(folder, reference.Reference);
            if (Producer(path, build) is { } other && other != id)
            {
                live.Add(
                    new ProjectReference(other, reference.Properties.Aliases, reference.Properties.EmbedInteropTypes)
                );
            }
            else if (File.Exists(path))
            {
                metadata.Add(Reference(path, reference.Properties));
            }
            else
            {
                missing.Add(path);
            }
        }
        var state = missing.Count == 0 ? LoadState.Full : LoadState.Loose;
        var reason =
            missing.Count == 0
                ? null
                : $"{load.Path}: {missing.Count} references are not there, the first is {missing[0]}; build the solution once.";
        var documents = Documents(
            id,
            arguments.SourceFiles.Select(f => PathNames.Absolute(folder, f.Path)),
            notes,
            LegacyText.CodePage(build.CompilerArguments)
        );
        var generators = Generators(arguments, folder, notes, out var unavailable);
        if (unavailable is not null && state == LoadState.Full)
        {
            (state, reason) = (LoadState.Loose, $"{load.Path}: {unavailable}; build the solution once.");
        }
        var info = ProjectInfo
            .Create(
                id,
                VersionStamp.Default,
                load.Name,
                arguments.CompilationName ?? build.AssemblyName,
                LanguageNames.CSharp,
                load.Path,
                outputFilePath: null,
                Options(arguments, folder),
                arguments.ParseOptions,
                documents,
                projectReferences: [],
                metadata,
                generators,
                Additional(id, arguments.AdditionalFiles.Select(f => PathNames.Absolute(folder, f.Path)))
            )
            .WithAnalyzerConfigDocuments(
                Additional(id, arguments.AnalyzerConfigPaths.Select(p => PathNames.Absolute(folder, p)))
            );
        var project = new LoadedProject(
            info.Name,
            load.Path,
            state,
            reason,
            build.TargetFramework,
            documents.Count,
            notes,
            load.FromCache
        );
        return (
            info,
            new ProjectMetadata(project, folder, build, Analyzers(arguments, folder), load.Place, TakesNewFiles: true),
            live
        );
    }

    // A reference may name the output of a framework for which the project could not be loaded.
    private ProjectId? Producer(string path, ProjectBuild build)
    {
        if (_byOutput.TryGetValue(path, out var known))
        {
            return known;
        }
        var name = Path.GetFileNameWithoutExtension(path);
        return build
            .ProjectReferences.Where(p => _assemblies.GetValueOrDefault(p) == name)
            .Select(p => _byPath[p])
            .FirstOrDefault();
    }

    private void KeepReferences(AssembledSolution? earlier)
    {
        foreach (var reference in earlier?.Solution.Projects.SelectMany(p => p.MetadataReferences) ?? [])
        {
            if (
                reference is PortableExecutableReference { FilePath: { } path }
                && reference.Properties == MetadataReferenceProperties.Assembly
            )
            {
                _references.TryAdd(path, reference);
            }
        }
    }

    private (ProjectInfo Info, ProjectMetadata Meta, List<ProjectReference> Live) Unbuilt(
        ProjectId id,
        ProjectLoad load
    )
    {
        var folder = Path.GetDirectoryName(load.Path)!;
        var files = SourceTree
            .Folders(folder, 20_000, child => !SourceTree.HasProject(child))
            .SelectMany(f => SourceTree.Files(f))
            .ToList();
        var (info, notes) = LooseInfo(id, load.Name, load.Path, files);
        var project = new LoadedProject(
            info.Name,
            load.Path,
            load.State,
            load.Reason,
            null,
            info.Documents.Count - 1,
            notes,
            false
        );
        var live = ProjectFile
            .References(load.Path)
            .Where(_byPath.ContainsKey)
            .Select(path => new ProjectReference(_byPath[path]))
            .ToList();
        return (
            info,
            new ProjectMetadata(project, folder, Build: null, Analyzers: [], Place: 0, TakesNewFiles: true),
            live
        );
    }

    private (ProjectInfo Info, List<string> Notes) LooseInfo(
        ProjectId id,
        string name,
        string? projectPath,
        IReadOnlyList<string> files
    )
    {
        var notes = new List<string>();
        var documents = Documents(id, files, notes);
        documents.Add(Document(id, "ImplicitUsings.g.cs", SourceText.From(ImplicitUsings, Encoding.UTF8), path: null));
        var info = ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            projectPath,
            outputFilePath: null,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable
            ),
            projectPath is null
                // A file without a project may be a program of its own, with "#:" directives.
                ? new CSharpParseOptions(LanguageVersion.Preview).WithFeatures([new("FileBasedProgram", "true")])
                : new CSharpParseOptions(LanguageVersion.Preview),
            documents,
            projectReferences: [],
            _runtime.Value
        );
        return (info, notes);
    }

    private static CSharpCompilationOptions Options(CSharpCommandLineArguments arguments, string folder) =>
        arguments
            .CompilationOptions.WithXmlReferenceResolver(new XmlFileResolver(folder))
            .WithSourceReferenceResolver(new SourceFileResolver([], folder))
            .WithStrongNameProvider(new DesktopStrongNameProvider([folder]))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithConcurrentBuild(true);

    private MetadataReference Reference(string path, MetadataReferenceProperties properties)
    {
        // One reading of an assembly serves every project that names it plainly.
        if (properties != MetadataReferenceProperties.Assembly)
        {
            return MetadataReference.CreateFromFile(path, properties);
        }
        if (!_references.TryGetValue(path, out var reference))
        {
            reference = MetadataReference.CreateFromFile(path);
            _references.Add(path, reference);
        }
        return reference;
    }

    // One that does not load is missing in the project's own build too; one that is not built yet is not.
    private List<AnalyzerReference> Generators(
        CSharpCommandLineArguments arguments,
        string folder,
        List<string> notes,
        out string? unavailable
    )
    {
        var references = new List<AnalyzerReference>();
        unavailable = null;
        var paths = AnalyzerFiles(arguments, folder);
        paths.ForEach(_loader.AddDependencyLocation);
        foreach (var path in paths)
        {
            var reference = new AnalyzerFileReference(path, _loader);
            reference.AnalyzerLoadFailed += (_, e) =>
                notes.Add($"{path}: a generator did not load: {OneLine(e.Message)}");
            if (!File.Exists(path))
            {
                notes.Add($"{path}: the file of this generator or analyzer does not exist.");
                unavailable ??= $"the generator or analyzer {path} is not built";
            }
            else if (reference.GetGenerators(LanguageNames.CSharp).Length > 0)
            {
                references.Add(reference);
            }
        }
        return references;
    }

    private List<AnalyzerFile> Analyzers(CSharpCommandLineArguments arguments, string folder)
    {
        var files = new List<AnalyzerFile>();
        foreach (var path in AnalyzerFiles(arguments, folder).Where(p => !arguments.SkipAnalyzers && File.Exists(p)))
        {
            if (!_analyzers.TryGetValue(path, out var file))
            {
                file = new AnalyzerFile(path, _loader);
                _analyzers.Add(path, file);
            }
            files.Add(file);
        }
        return files;
    }

    private static List<string> AnalyzerFiles(CSharpCommandLineArguments arguments, string folder) =>
        [
            .. arguments
                .AnalyzerReferences.Select(r => PathNames.Absolute(folder, r.FilePath))
                .Distinct(PathNames.Comparer),
        ];

    private List<DocumentInfo> Documents(
        ProjectId id,
        IEnumerable<string> paths,
        List<string> notes,
        Encoding? codePage = null
    )
    {
        var documents = new List<DocumentInfo>();
        foreach (var path in paths.Distinct(PathNames.Comparer))
        {
            var (text, failure) = Source(path, codePage);
            if (failure is not null)
            {
                notes.Add(failure);
            }
            documents.Add(Document(id, Path.GetFileName(path), text, path));
        }
        return documents;
    }

    // A file is read once, however many projects and frameworks compile it.
    private (SourceText Text, string? Failure) Source(string path, Encoding? codePage)
    {
        if (!_texts.TryGetValue(path, out var known))
        {
            var read = SourceFile.Read(path, MaxSourceBytes);
            _stamps.TryAdd(path, read.File?.Stamp ?? FileStamp.Missing);
            known =
                read.Failure?.Reason == SourceFailureReason.NotText
                && LegacyText.Read(path, MaxSourceBytes, codePage) is { } legacy
                    ? (legacy, null)
                    : (SourceText.From(read.File?.Text ?? "", Encoding.UTF8), read.Failure?.Message);
            _texts.Add(path, known);
        }
        return known;
    }

    private List<DocumentInfo> Additional(ProjectId id, IEnumerable<string> paths)
    {
        var documents = new List<DocumentInfo>();
        foreach (var path in paths.Distinct(PathNames.Comparer))
        {
            if (Input(path) is { } text)
            {
                documents.Add(Document(id, Path.GetFileName(path), SourceText.From(text, Encoding.UTF8), path));
            }
        }
        return documents;
    }

    private bool HasItsInputs(Project project) =>
        project
            .AdditionalDocuments.Concat(project.AnalyzerConfigDocuments)
            .All(document => Input(document.FilePath!) == DocumentTexts.Of(document).ToString());

    private string? Input(string path)
    {
        var read = SourceFile.Read(path);
        _inputs.TryAdd(path, read.File?.Stamp ?? FileStamp.Of(path));
        return read.File?.Text;
    }

    private static DocumentInfo Document(ProjectId id, string name, SourceText text, string? path) =>
        DocumentInfo.Create(
            DocumentId.CreateNewId(id, name),
            name,
            loader: TextLoader.From(TextAndVersion.Create(text, VersionStamp.Default, path)),
            filePath: path
        );

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
