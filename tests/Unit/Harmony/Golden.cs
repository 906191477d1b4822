using System.Runtime.CompilerServices;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>Compares with a golden file beside the tests; writes it only when <c>GPTOSS_UPDATE_GOLDENS</c> is 1.</summary>
internal static class Golden
{
    public static void Check(string name, string actual, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Folder(source), name);
        if (Environment.GetEnvironmentVariable("GPTOSS_UPDATE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    // A deterministic build writes source paths as /_/...: the folder is then found from the repository's root.
    private static string Folder(string source)
    {
        if (File.Exists(source))
        {
            return Path.Combine(Path.GetDirectoryName(source)!, "Golden");
        }
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "GptOssDev.sln")))
        {
            root = root.Parent;
        }
        Assert.NotNull(root);
        return Path.Combine(root.FullName, "tests", "Unit", "Harmony", "Golden");
    }
}
