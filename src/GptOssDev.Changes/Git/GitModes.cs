namespace GptOssDev.Changes.Git;

/// <summary>Reads modes as git prints them.</summary>
public static class GitModes
{
    public static GitMode Parse(string octal) =>
        octal switch
        {
            "000000" => GitMode.None,
            "100644" or "100664" => GitMode.File,
            "100755" => GitMode.Executable,
            "120000" => GitMode.SymbolicLink,
            "160000" => GitMode.Submodule,
            _ => GitMode.Other,
        };

    /// <summary>True when the content under the path is a file's own.</summary>
    public static bool IsFile(this GitMode mode) => mode is GitMode.File or GitMode.Executable;
}
