namespace GptOssDev.Cli.Input;

/// <summary>Looks at files the user named, so that a mistake is told before a daemon is asked.</summary>
internal static class InputFiles
{
    /// <summary>Throws when this is no file that can be read.</summary>
    /// <param name="shown">The path as the user wrote it.</param>
    public static void Require(string path, string shown)
    {
        if (Directory.Exists(path))
        {
            throw CliException.BadInput($"{shown} is a folder: name a file in it");
        }

        if (!File.Exists(path))
        {
            throw CliException.BadInput($"there is no file {shown}{Near(path)}");
        }
    }

    private static string Near(string path)
    {
        const int MostFiles = 500;
        try
        {
            var folder = Path.GetDirectoryName(path);
            if (folder is null || !Directory.Exists(folder))
            {
                return $": the folder {folder} does not exist";
            }

            var names = Directory.EnumerateFiles(folder).Take(MostFiles).Select(file => Path.GetFileName(file));
            return GptOssDev.Client.Settings.Suggestion.Closest(Path.GetFileName(path), names) is { } near
                ? $": did you mean {near}?"
                : $" in {folder}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
