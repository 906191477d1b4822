namespace GptOssDev.Tests;

/// <summary>Where the tests find the repository they were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GptOssDev.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no GptOssDev.sln above {AppContext.BaseDirectory}");
    }
}
