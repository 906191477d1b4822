using System.Diagnostics;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>The binding on the bundled model.</summary>
public sealed class BundledModelTests(NativeFixture native, ITestOutputHelper output)
{
    [Fact]
    public void Header_is_sound_and_quick_to_read()
    {
        var path = NativeFixture.BundledModel();
        GgufModelCheck.Check(path);
        var watch = Stopwatch.StartNew();
        var info = GgufModelCheck.Check(path);
        output.WriteLine($"header of the bundled model in {watch.Elapsed.TotalMilliseconds:F1} ms");
        Assert.Equal(
            ("gpt-oss-nano", 6, 459, 34368),
            (info.Name, info.Files.Count, info.TensorCount, info.VocabularySize)
        );
        Assert.True(info.HasHarmonyTokens && info.HasFillInTheMiddle);
        Assert.Equal(info.TensorCount, info.TensorTypes.Values.Sum());
    }

    [Fact]
    public void Model_loads_and_completes_code()
    {
        using var model = LlamaModel.Load(native.Library, NativeFixture.BundledModel(), new() { GpuLayers = 0 });
        Assert.Equal(model.Info.ParameterCount, model.ParameterCount);
        using var context = LlamaContext.Create(
            model,
            Greedy.Options with
            {
                ContextTokens = 512,
                Threads = 2,
                BatchThreads = 2,
            }
        );
        using var batch = new LlamaBatch(native.Library, 64);
        var vocab = model.Vocab;
        int[] prompt =
        [
            vocab.FimPrefix!.Value,
            .. vocab.Tokenize("static int Add(int a, int b) { return "u8, false),
            vocab.FimSuffix!.Value,
            .. vocab.Tokenize("; }"u8, false),
            vocab.FimMiddle!.Value,
        ];
        Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, prompt, 0));
        var text = Greedy.Continue(context, batch, prompt.Length, 0, 6).SelectMany(vocab.TokenBytes).ToArray();
        output.WriteLine(System.Text.Encoding.UTF8.GetString(text));
        Assert.StartsWith("a + b", System.Text.Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }
}
