using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Keeps what builds told, one file a project, in a folder that the caller names; the number of files is bounded. A damaged or
/// foreign entry is as good as none. Any thread, several processes: files are replaced whole. A cache that cannot be written is no
/// failure.
/// </summary>
internal sealed class BuildCache(string folder)
{
    private const int MaxEntries = 512;
    private const long MaxEntryBytes = 8 * 1024 * 1024;

    /// <summary>The kept builds, when their key is the given one and every file they need is still there.</summary>
    public IReadOnlyList<ProjectBuild>? Find(string project, string key)
    {
        var read = SourceFile.Read(EntryPath(project), MaxEntryBytes);
        if (!read.Succeeded)
        {
            return null;
        }
        try
        {
            var entry = JsonSerializer.Deserialize(read.File.Text, BuildCacheJson.Default.BuildCacheEntry);
            return
                entry is { Builds: { Count: > 0 } builds }
                && entry.Key == key
                && builds.All(b => IsWhole(b) && b.ProjectPath == project && GeneratedSources(b).All(File.Exists))
                ? builds
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWhole(ProjectBuild? build) =>
        build is { CompilerArguments: not null, OutputPaths: not null, ProjectReferences: not null };

    public void Keep(string project, string key, IReadOnlyList<ProjectBuild> builds)
    {
        var path = EntryPath(project);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(
                temporary,
                JsonSerializer.Serialize(new BuildCacheEntry(key, builds), BuildCacheJson.Default.BuildCacheEntry)
            );
            File.Move(temporary, path, overwrite: true);
            Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a cache the next load asks the build again: slower, never wrong.
        }
    }

    private void Trim()
    {
        var files = new DirectoryInfo(folder).GetFiles("*.json");
        foreach (var file in files.OrderByDescending(f => f.LastWriteTimeUtc).Skip(MaxEntries))
        {
            file.Delete();
        }
    }

    // Sources that the build wrote (global usings, assembly attributes) vanish with a clean: the build must write them again.
    private static IEnumerable<string> GeneratedSources(ProjectBuild build) =>
        build.CompilerArguments.Where(a =>
            a.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && Path.IsPathFullyQualified(a) && !IsOption(a)
        );

    private static bool IsOption(string argument) =>
        OperatingSystem.IsWindows() ? argument[0] == '/' : argument.Contains(':', StringComparison.Ordinal);

    private string EntryPath(string project)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)));
        return Path.Combine(folder, hash[..32] + ".json");
    }
}
