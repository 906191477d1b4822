using System.Text.Json;
using GptOssDev.Cli.Output;

namespace GptOssDev.Cli.Tour;

/// <summary>A fresh copy of the demo project in the folder for temporary files, deleted when disposed.</summary>
internal sealed class TourFolder : IDisposable
{
    private TourFolder(string path, TourManifest manifest)
    {
        FullPath = path;
        Manifest = manifest;
    }

    /// <summary>Absolute, links resolved: the daemon reports paths relative to it.</summary>
    public string FullPath { get; }

    public TourManifest Manifest { get; }

    /// <summary>Copies the project that lies beside the program. Throws a <see cref="CliException"/> when it cannot.</summary>
    public static TourFolder Create(string programFolder)
    {
        var source = Path.Combine(programFolder, "demo");
        if (!File.Exists(Path.Combine(source, "tour.json")))
        {
            throw CliException.Environment($"the demo project is missing at {source}; install gptoss again");
        }

        var target = Directory.CreateTempSubdirectory("gptoss-demo-").FullName;
        try
        {
            Copy(source, target);
            var json = File.ReadAllBytes(Path.Combine(target, "tour.json"));
            var manifest = JsonSerializer.Deserialize(json, CliJson.Default.TourManifest)!;
            return new TourFolder(target, manifest);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Delete(target);
            throw CliException.Environment($"the demo project cannot be copied: {problem.Message}", problem);
        }
    }

    public string ReadText(string file) => File.ReadAllText(Path.Combine(FullPath, file));

    public void Dispose() => Delete(FullPath);

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source))
        {
            var copy = Path.Combine(target, Path.GetFileName(file));
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The system clears its folder for temporary files in time.
        }
    }
}
