using System.Text.Json;
using System.Text.RegularExpressions;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Finds the native library: the variable, an installed backend, the npm package, a folder beside the program. A
/// function of its inputs and the files it sees. A folder of another release ends the search with an error, because
/// silently passing over what the user installed would hide why the slower one runs.
/// </summary>
internal sealed partial class NativeLibraryLocator(LlamaLibraryOptions options, NativePlatform platform)
{
    /// <summary>The variable that names the folder of the native library.</summary>
    internal const string DirectoryVariable = "GPTOSS_LLAMA_DIR";

    private const int MaxParents = 64;
    private const int MaxMetadataBytes = 1 << 16;

    internal NativeLocation Locate()
    {
        var tried = new List<string>();
        var named = options.Environment(DirectoryVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return Probe(named)
                ?? throw new LlamaException(
                    LlamaFailure.LibraryNotFound,
                    $"{DirectoryVariable} names '{named}', which holds no llama library of release {LlamaLibrary.Release}; correct or unset it"
                );
        }

        foreach (var folder in Candidates())
        {
            if (Probe(folder) is { } found)
            {
                return found;
            }

            tried.Add(folder);
        }

        throw new LlamaException(
            LlamaFailure.LibraryNotFound,
            $"no llama library {LlamaLibrary.Release} for {platform.Rid} found; run npm install or set {DirectoryVariable}; tried: {string.Join(", ", tried)}"
        );
    }

    /// <summary>The folders in the order of search, without the variable.</summary>
    internal IEnumerable<string> Candidates()
    {
        if (options.BackendsFolder is { Length: > 0 } backends)
        {
            foreach (var variant in NativePlatform.Variants(platform.Rid))
            {
                yield return Path.Combine(backends, variant);
            }
        }

        var modules = NodeModules();
        if (modules is not null)
        {
            foreach (var variant in NativePlatform.Variants(platform.Package))
            {
                yield return Path.Combine(modules, variant, "bins", variant);
            }
        }
        else
        {
            yield return Path.Combine(options.ProgramFolder, "node_modules", "@node-llama-cpp", platform.Package);
        }

        yield return Path.Combine(options.ProgramFolder, "native");
    }

    // The nearest folder upward that has any of the platform's packages.
    private string? NodeModules()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.ProgramFolder));
        for (var depth = 0; depth < MaxParents && !string.IsNullOrEmpty(folder); depth++)
        {
            var modules = Path.Combine(folder, "node_modules", "@node-llama-cpp");
            if (NativePlatform.Variants(platform.Package).Any(v => Directory.Exists(Path.Combine(modules, v))))
            {
                return modules;
            }

            folder = Path.GetDirectoryName(folder);
        }

        return null;
    }

    private NativeLocation? Probe(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var names = FileNames(folder);
        var llama = Find(names, "llama");
        if (llama is null)
        {
            return null;
        }

        var release = llama.Value.Release ?? MetadataRelease(folder);
        if (release != LlamaLibrary.Release)
        {
            throw new LlamaException(
                LlamaFailure.LibraryMismatch,
                $"'{folder}' holds llama release {release ?? "unknown"}, this program needs {LlamaLibrary.Release}; install that one or set {DirectoryVariable}"
            );
        }

        if (Find(names, "ggml") is not { } ggml || Find(names, "ggml-base") is not { } ggmlBase)
        {
            throw new LlamaException(
                LlamaFailure.LibraryUnusable,
                $"'{folder}' holds the llama library without its ggml libraries; install it again"
            );
        }

        return new(
            Path.GetFullPath(folder),
            Path.GetFullPath(Path.Combine(folder, llama.Value.Name)),
            Path.GetFullPath(Path.Combine(folder, ggml.Name)),
            Path.GetFullPath(Path.Combine(folder, ggmlBase.Name)),
            release
        );
    }

    private static string[] FileNames(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LlamaException(LlamaFailure.LibraryUnusable, $"cannot list '{folder}': {e.Message}", e);
        }
    }

    private (string Name, string? Release)? Find(string[] names, string stem)
    {
        foreach (var name in names)
        {
            var match = LibraryName().Match(name);
            if (
                match.Success
                && match.Groups["stem"].Value == stem
                && match.Groups["ext"].Value.Equals(platform.Extension, StringComparison.OrdinalIgnoreCase)
            )
            {
                return (name, match.Groups["release"] is { Success: true } r ? r.Value : null);
            }
        }

        return null;
    }

    private static string? MetadataRelease(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, "_nlcBuildMetadata.json"));
        try
        {
            if (!file.Exists || file.Length > MaxMetadataBytes)
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("buildOptions", out var build)
                && build.ValueKind == JsonValueKind.Object
                && build.TryGetProperty("llamaCpp", out var llama)
                && llama.ValueKind == JsonValueKind.Object
                && llama.TryGetProperty("release", out var release)
                && release.ValueKind == JsonValueKind.String
                ? release.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^(?:lib)?(?<stem>llama|ggml|ggml-base)(?:\.(?<release>v\d[\w.\-]*?))?\.(?<ext>so|dylib|dll)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex LibraryName();
}
