using System.Diagnostics;
using System.Globalization;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>
/// Damaged headers: each is refused by our reader in one line, or loads and decodes in the native library. A crash of
/// that library ends this run; the number of the case is then in a file in the temporary folder.
/// </summary>
public sealed class MutatedModelTests(NativeFixture native, ITestOutputHelper output)
{
    [Fact]
    public void Single_file_damaged_8000_ways_never_crashes() =>
        Run("damaged", DamagedModel.Smallest, damagedFile: 0, cases: 8000);

    [Fact]
    public void First_part_damaged_1000_ways_never_crashes() =>
        Run("first", DamagedModel.Smallest with { Shards = 3 }, damagedFile: 0, cases: 1000);

    [Fact]
    public void Later_part_damaged_1000_ways_never_crashes() =>
        Run("later", DamagedModel.Smallest with { Shards = 3 }, damagedFile: 1, cases: 1000);

    [Fact]
    public void Parts_missing_or_swapped_are_named()
    {
        var folder = Directory.CreateDirectory(Path.Combine(native.Folder, "parts")).FullName;
        var first = TinyGptOss.Write(folder, DamagedModel.Smallest with { Shards = 3 });
        var second = first.Replace("00001-of", "00002-of", StringComparison.Ordinal);
        var third = first.Replace("00001-of", "00003-of", StringComparison.Ordinal);
        Assert.Equal(LlamaFailure.Corrupt, Load(second, out var message));
        Assert.Contains("first part", message, StringComparison.Ordinal);

        var bytes = File.ReadAllBytes(second);
        File.Copy(third, second, overwrite: true);
        Assert.Equal(LlamaFailure.Corrupt, Load(first, out _));
        File.Delete(second);
        Assert.Equal(LlamaFailure.MissingShard, Load(first, out message));
        Assert.Contains("00002-of-00003", message, StringComparison.Ordinal);
        File.WriteAllBytes(second, bytes);
        Assert.Null(Load(first, out _));
        var renamed = Path.Combine(folder, "renamed.gguf");
        File.Copy(first, renamed);
        Assert.Equal(LlamaFailure.Corrupt, Load(renamed, out _));
    }

    [Fact]
    public void Shapes_of_any_size_load_and_decode_or_are_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(native.Folder, "shapes")).FullName;
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < 150; number++)
        {
            var random = new Random(number);
            var kvHeads = random.Next(1, 4);
            var experts = random.Next(1, 10);
            var options = DamagedModel.Smallest with
            {
                Layers = random.Next(1, 5),
                Hidden = random.Next(1, 100),
                KvHeads = kvHeads,
                Heads = kvHeads * random.Next(1, 5),
                HeadLength = random.GetItems([8, 16, 24, 40, 64, 72, 128, 12], 1)[0],
                FeedForward = random.Next(1, 100),
                Experts = experts,
                ExpertsUsed = random.Next(1, experts + 1),
                SlidingWindow = random.GetItems([1, 2, 5, 31, 100_000], 1)[0],
                ContextLength = random.GetItems([1, 2, 300, 100_000], 1)[0],
            };
            var outcome = Outcome(TinyGptOss.Write(folder, options), folder, number);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        Assert.Equal(["Corrupt", "Loads"], outcomes.Keys.Order(StringComparer.Ordinal));
    }

    private void Run(string name, TinyGptOssOptions options, int damagedFile, int cases)
    {
        var folder = Directory.CreateDirectory(Path.Combine(native.Folder, name)).FullName;
        var model = new DamagedModel(folder, options, damagedFile);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var refusedNatively = new List<string>();
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < cases; number++)
        {
            model.Damage(number);
            var outcome = Outcome(model.First, folder, number);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (outcome == nameof(LlamaFailure.LoadFailed) && refusedNatively.Count < 20)
            {
                var log = string.Join(" | ", native.Log.Where(l => l.Level == LlamaLogLevel.Error).TakeLast(2));
                refusedNatively.Add(string.Create(CultureInfo.InvariantCulture, $"{number}: {log}"));
            }
        }

        output.WriteLine($"{cases} cases in {watch.Elapsed.TotalSeconds:F1} s, header of {model.HeaderLength} bytes");
        output.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        Assert.Empty(refusedNatively);
        Assert.True(outcomes.GetValueOrDefault("Loads") > 0);
    }

    private string Outcome(string first, string folder, int number)
    {
        try
        {
            GgufModelCheck.Check(first);
        }
        catch (LlamaException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return e.Reason.ToString();
        }

        File.WriteAllText(Path.Combine(folder, "last-native-case.txt"), number.ToString(CultureInfo.InvariantCulture));
        return Load(first, out _)?.ToString() ?? "Loads";
    }

    private LlamaFailure? Load(string path, out string message)
    {
        try
        {
            using var model = LlamaModel.Load(native.Library, path, new() { GpuLayers = 0 });
            using var context = LlamaContext.Create(
                model,
                Greedy.Options with
                {
                    MicroBatchTokens = 8,
                    MaxSequences = 2,
                }
            );
            using var batch = new LlamaBatch(native.Library, 8);
            Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, [1, 2, 3, 4], 0));
            Assert.Equal(model.Vocab.Count, context.Logits(3).Length);
            model.Vocab.Tokenize("<|start|>user<|message|>int x = 1;"u8, parseSpecial: true);
            message = "";
            return null;
        }
        catch (LlamaException e)
        {
            message = e.Message;
            return e.Reason;
        }
    }
}
