using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>Compares text with a committed file; <c>GPTOSS_UPDATE_GOLDENS=1</c> writes the file instead.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        var path = Repository.PathOf("tests", "Unit", "Features", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("GPTOSS_UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(path, actual + "\n");
        }
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual + "\n");
    }
}
