using System.Text.RegularExpressions;

namespace GptOssDev.Inference;

/// <summary>
/// Finds model files by name or path: in the user's folder, among those that ship with the product, anywhere by path.
/// Reads folders when asked, so a model that was just copied there is found. Any thread.
/// </summary>
/// <param name="userFolder">Where the user keeps models; need not exist.</param>
/// <param name="bundledFolders">Where the product's own models may be, in order; need not exist.</param>
public sealed partial class ModelCatalog(string userFolder, IReadOnlyList<string> bundledFolders)
{
    /// <summary>The model the product is made for: the default once it is there.</summary>
    public const string Preferred = "gpt-oss-20b";

    private const int MaxListed = 1000;

    /// <summary>Every model in the known folders; of two of the same name the user's.</summary>
    public IReadOnlyList<ModelFile> List() =>
        [
            .. InFolder(userFolder, ModelSource.User)
                .Concat(bundledFolders.SelectMany(folder => InFolder(folder, ModelSource.Bundled)))
                .DistinctBy(file => file.Name, StringComparer.OrdinalIgnoreCase)
                .Take(MaxListed),
        ];

    /// <summary>Finds a model by name or path; null is the default.</summary>
    /// <exception cref="InferenceException">There is none; the message lists what there is.</exception>
    public ModelFile Find(string? nameOrPath)
    {
        if (nameOrPath is not null && LooksLikePath(nameOrPath))
        {
            var path = Path.GetFullPath(nameOrPath);
            // What the file is, or that it is missing, the reader of its header says better.
            return new ModelFile(NameOf(path), path, ModelSource.Path);
        }

        var files = List();
        if (nameOrPath is null)
        {
            return Default(files)
                ?? throw new InferenceException(
                    InferenceFailure.ModelNotFound,
                    $"no model is installed; put a gpt-oss GGUF file into {userFolder}, or name one with --model PATH"
                );
        }

        return files.FirstOrDefault(f => string.Equals(f.Name, nameOrPath, StringComparison.OrdinalIgnoreCase))
            ?? throw new InferenceException(
                InferenceFailure.ModelNotFound,
                $"no model is called '{nameOrPath}'; there is "
                    + (files.Count == 0 ? "none" : string.Join(", ", files.Take(10).Select(f => f.Name)))
                    + $" (models are looked for in {userFolder})"
            );
    }

    /// <summary>The default of a listing, null when it is empty.</summary>
    public static ModelFile? Default(IReadOnlyList<ModelFile> files) =>
        files.FirstOrDefault(f => string.Equals(f.Name, Preferred, StringComparison.OrdinalIgnoreCase))
        ?? files.FirstOrDefault(f => f.Source == ModelSource.Bundled)
        ?? (files.Count > 0 ? files[0] : null);

    private static bool LooksLikePath(string text) =>
        text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        || text.Contains('/', StringComparison.Ordinal)
        || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<ModelFile> InFolder(string folder, ModelSource source)
    {
        try
        {
            return Directory.Exists(folder)
                ?
                [
                    .. Directory
                        .EnumerateFiles(folder, "*.gguf")
                        .Where(path => !LaterShard().IsMatch(path))
                        .Take(MaxListed)
                        .Order(StringComparer.Ordinal)
                        .Select(path => new ModelFile(NameOf(path), Path.GetFullPath(path), source)),
                ]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read holds no model for this user.
            return [];
        }
    }

    private static string NameOf(string path) => Shard().Replace(Path.GetFileNameWithoutExtension(path), "");

    [GeneratedRegex(@"-\d{5}-of-\d{5}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shard();

    [GeneratedRegex(@"-(?!00001)\d{5}-of-\d{5}\.gguf$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LaterShard();
}
