namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>The repository that these tests were built from.</summary>
internal static class ProjectTree
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "GptOssDev.sln")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("GptOssDev.sln is in no folder above the tests.");
    }
}
