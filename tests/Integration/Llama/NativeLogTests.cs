using System.Collections.Concurrent;
using GptOssDev.Llama;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>The native log belongs to the process, so this runs while nothing else does.</summary>
[CollectionDefinition(nameof(NativeLogTests), DisableParallelization = true)]
[Collection(nameof(NativeLogTests))]
public sealed class NativeLogTests(NativeFixture native)
{
    [Fact]
    public void Lines_come_whole_to_the_latest_sink_and_a_sink_that_throws_is_dropped()
    {
        var lines = new ConcurrentQueue<(LlamaLogLevel Level, string Text)>();
        LlamaLibrary.Load(new() { Log = (level, text) => lines.Enqueue((level, text)) });
        using (native.LoadTiny())
        {
            Assert.Contains(lines, l => l.Text.Contains("gpt-oss", StringComparison.Ordinal));
            Assert.All(lines, l => Assert.False(l.Text.Length == 0 || l.Text.Contains('\n')));
            Assert.Contains(lines, l => l.Level == LlamaLogLevel.Information);
        }

        var calls = 0;
        LlamaLibrary.Load(
            new()
            {
                Log = (_, _) =>
                {
                    calls++;
                    throw new InvalidOperationException("a sink that fails");
                },
            }
        );
        using var model = native.LoadTiny();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Decode_that_is_stopped_is_no_error()
    {
        var lines = new ConcurrentQueue<(LlamaLogLevel Level, string Text)>();
        var library = LlamaLibrary.Load(new() { Log = (level, text) => lines.Enqueue((level, text)) });
        using var model = native.LoadTiny();
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(library, 64);
        context.SetAbort(() => true);
        lines.Clear();

        Assert.Equal(DecodeStatus.Aborted, Greedy.Prompt(context, batch, [1, 2, 3], 0));
        Assert.DoesNotContain(lines, l => l.Level >= LlamaLogLevel.Warning);

        // What is wrong afterwards is told again.
        Assert.Equal(DecodeStatus.InvalidInput, Greedy.Prompt(context, batch, [-1], 0));
        Assert.Contains(lines, l => l.Level == LlamaLogLevel.Error);
    }

    [Fact]
    public void Another_folder_in_the_same_process_is_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(native.Folder, "copy")).FullName;
        foreach (var file in Directory.EnumerateFiles(native.Library.Directory, "*lib*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var options = new LlamaLibraryOptions { Environment = name => name == "GPTOSS_LLAMA_DIR" ? folder : null };
        var e = Assert.Throws<LlamaException>(() => LlamaLibrary.Load(options));
        Assert.Equal(LlamaFailure.LibraryUnusable, e.Reason);
        Assert.Contains(native.Library.Directory, e.Message, StringComparison.Ordinal);
    }
}
