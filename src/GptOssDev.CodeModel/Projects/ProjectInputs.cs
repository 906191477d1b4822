using System.Security.Cryptography;
using System.Text;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>What a design-time build depends on: project files, settings above them, restored packages, the set of sources.</summary>
internal static class ProjectInputs
{
    private static readonly string[] _settings =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "Directory.Build.rsp",
        "global.json",
        "NuGet.config",
        "nuget.config",
        ".editorconfig",
        ".globalconfig",
    ];

    private static readonly string[] _restoreInputs =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "global.json",
    ];

    /// <summary>Files whose change makes a loaded project stale.</summary>
    public static IReadOnlyList<string> Files(string project)
    {
        var files = new List<string> { project };
        files.AddRange(Upward(Path.GetDirectoryName(project)!, _settings));
        files.AddRange(ProjectImports.Of(project, files.Where(IsBuildFile)).Except(files, PathNames.Comparer));
        if (AssetsFile(project) is { } assets)
        {
            files.Add(assets);
        }
        return files;
    }

    /// <summary>
    /// A hash over everything above and the names of the sources: equal keys mean an equal command line. SHA-256, lower-case hex.
    /// </summary>
    /// <param name="framework">The target framework asked for; null leaves the choice to the loader.</param>
    public static string Key(string project, string dotnet, string? framework)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "design-time build 3");
        Add(hash, dotnet);
        Add(hash, framework ?? "");
        foreach (var sdk in Sdks(dotnet))
        {
            Add(hash, sdk);
        }
        foreach (var file in Files(project))
        {
            Add(hash, file);
            AddContent(hash, file);
        }
        var folder = Path.GetDirectoryName(project)!;
        foreach (var directory in SourceTree.Folders(folder, 20_000, _ => true))
        {
            foreach (var source in SourceTree.Files(directory))
            {
                Add(hash, source);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>True when packages must be restored: no assets file is there, or a project file is newer.</summary>
    public static bool NeedsRestore(string project)
    {
        if (AssetsFile(project) is not { } assets)
        {
            return true;
        }
        var restored = File.GetLastWriteTimeUtc(assets);
        return Upward(Path.GetDirectoryName(project)!, _restoreInputs)
            .Append(project)
            .Any(file => File.GetLastWriteTimeUtc(file) > restored);
    }

    /// <summary>The restored package graph in its usual places: beside the project, or in an artifacts folder above it.</summary>
    public static string? AssetsFile(string project)
    {
        const string name = "project.assets.json";
        var folder = Path.GetDirectoryName(project)!;
        var candidates = new List<string> { Path.Combine(folder, "obj", name) };
        for (var level = folder; level is not null; level = Path.GetDirectoryName(level))
        {
            candidates.Add(Path.Combine(level, "artifacts", "obj", Path.GetFileNameWithoutExtension(project), name));
        }
        return candidates.FirstOrDefault(File.Exists);
    }

    /// <summary>Where a settings file would count for a project, whether one is there or not.</summary>
    public static IEnumerable<string> Places(string project) => Places(Path.GetDirectoryName(project)!, _settings);

    /// <summary>Files with the given names in the folder and all above it.</summary>
    public static IReadOnlyList<string> Upward(string folder, IReadOnlyList<string> names) =>
        [.. Places(folder, names).Where(File.Exists)];

    private static IEnumerable<string> Places(string folder, IReadOnlyList<string> names)
    {
        for (var level = folder; level is not null; level = Path.GetDirectoryName(level))
        {
            foreach (var name in names)
            {
                yield return Path.Combine(level, name);
            }
        }
    }

    private static bool IsBuildFile(string path) =>
        Path.GetExtension(path) is ".csproj" or ".props" or ".targets" or ".projitems";

    private static IReadOnlyList<string> Sdks(string dotnet)
    {
        var real = File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
        var folder = Path.Combine(Path.GetDirectoryName(real)!, "sdk");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)]
            : [];
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    private static void AddContent(IncrementalHash hash, string file)
    {
        try
        {
            using var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            hash.AppendData(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Add(hash, "unreadable");
        }
    }
}
