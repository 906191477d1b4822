using System.Collections.Concurrent;
using GptOssDev.Llama;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Xunit;

[assembly: AssemblyFixture(typeof(NativeFixture))]

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>The native library, and a folder with a tiny model, for all tests of the run.</summary>
public sealed class NativeFixture : IDisposable
{
    private const int MaxLog = 1000;

    public NativeFixture()
    {
        Library = LlamaLibrary.Load(
            new()
            {
                Log = (level, text) =>
                {
                    Log.Enqueue((level, text));
                    if (Log.Count > MaxLog)
                    {
                        Log.TryDequeue(out _);
                    }
                },
            }
        );
        Folder = Directory.CreateTempSubdirectory("gptoss-native-").FullName;
        TinyPath = TinyGptOss.Write(Folder, new());
    }

    public LlamaLibrary Library { get; }

    public ConcurrentQueue<(LlamaLogLevel Level, string Text)> Log { get; } = new();

    public string Folder { get; }

    public string TinyPath { get; }

    public static string BundledModel()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var path = Path.Combine(folder, "src", "models", "gpt-oss-nano-00001-of-00006.gguf");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("the bundled model is not above the test's folder");
    }

    public LlamaModel LoadTiny() => LlamaModel.Load(Library, TinyPath, new() { GpuLayers = 0 });

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
