namespace GptOssDev.Cli.Input;

/// <summary>Tells a model's path from its name. Looks at the disk, changes nothing.</summary>
internal static class ModelArgument
{
    /// <summary>
    /// A path made whole, because the daemon works in another folder; a name as it is. What looks like a path is one even
    /// when nothing is there, so that the failure names the place the user meant.
    /// </summary>
    /// <param name="folder">What relative paths start from, absolute.</param>
    public static string Whole(string model, string folder)
    {
        if (model.Length == 0 || model.Contains('\0', StringComparison.Ordinal))
        {
            return model;
        }

        var path = Path.GetFullPath(model, folder);
        return LooksLikePath(model) || File.Exists(path) ? path : model;
    }

    private static bool LooksLikePath(string model) =>
        model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        || model.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || model.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal);
}
