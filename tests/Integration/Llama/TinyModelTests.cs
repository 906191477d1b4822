using System.Text;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>The binding on a tiny random model in the real native library.</summary>
public sealed class TinyModelTests(NativeFixture native)
{
    private static readonly byte[] _code = "public void return new string(int x);"u8.ToArray();

    [Fact]
    public void Model_loaded_has_the_header_s_sizes()
    {
        using var model = native.LoadTiny();
        Assert.Equal(
            (2, 64, 16, 512),
            (model.LayerCount, model.EmbeddingLength, model.SlidingWindow, model.TrainedContext)
        );
        Assert.Equal(model.Info.ParameterCount, model.ParameterCount);
        Assert.Equal(model.Info.TensorBytes, model.SizeBytes);
        Assert.Equal(model.Info.VocabularySize, model.Vocab.Count);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Model_in_any_form_loads_and_decodes(int shards, bool mxfp4)
    {
        var path = TinyGptOss.Write(
            native.Folder,
            new()
            {
                Shards = shards,
                Mxfp4Experts = mxfp4,
                Layers = 4,
            },
            $"form-{shards}-{mxfp4}"
        );
        using var model = LlamaModel.Load(native.Library, path, new() { GpuLayers = 0, UseMmap = shards > 1 });
        Assert.Equal(shards, model.Info.Files.Count);
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 64);
        Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, model.Vocab.Tokenize(_code, false), 0));
        Assert.All(context.Logits(batch.Count - 1).ToArray(), l => Assert.True(float.IsFinite(l)));
    }

    [Fact]
    public void Tokens_of_any_bytes_give_the_bytes_back()
    {
        using var model = native.LoadTiny();
        var vocab = model.Vocab;
        var text = Encoding.UTF8.GetBytes("class Ä { 中文 🙂\r\n\t\0 return; }");
        var tokens = vocab.Tokenize(text, parseSpecial: false);
        Assert.Equal(text, tokens.SelectMany(vocab.TokenBytes).ToArray());
        Assert.True(tokens.Length < text.Length);
        Assert.Empty(vocab.Tokenize([], parseSpecial: true));
    }

    [Fact]
    public void Tokens_of_invalid_utf8_do_not_end_the_process()
    {
        using var model = native.LoadTiny();
        var random = new Random(7);
        var bytes = new byte[64];
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            Assert.NotEmpty(model.Vocab.Tokenize(bytes.AsSpan(0, random.Next(1, bytes.Length)), parseSpecial: true));
        }

        Assert.NotEmpty(model.Vocab.Tokenize([0xF4, 0x90, 0x80, 0x80, 0xC3], parseSpecial: false));
    }

    [Fact]
    public void Special_tokens_are_found_parsed_and_classified()
    {
        var path = TinyGptOss.Write(native.Folder, new() { FillInTheMiddle = true }, "fill");
        using var model = LlamaModel.Load(native.Library, path, new() { GpuLayers = 0 });
        var vocab = model.Vocab;
        int Special(string text) => Assert.Single(vocab.Tokenize(Encoding.UTF8.GetBytes(text), parseSpecial: true));
        var start = Special("<|start|>");
        Assert.Equal("<|start|>"u8.ToArray(), vocab.TokenBytes(start));
        Assert.True(vocab.Tokenize("<|nonsense|>"u8, parseSpecial: true).Length > 1);
        Assert.True(vocab.IsSpecial(start) && vocab.IsSpecial(Special("<|return|>")));
        Assert.False(vocab.IsSpecial(Special("ret")));
        Assert.Equal(Special("<|fim_prefix|>"), vocab.FimPrefix);
        Assert.Equal(Special("<|fim_suffix|>"), vocab.FimSuffix);
        Assert.Equal(Special("<|fim_middle|>"), vocab.FimMiddle);
        Assert.True(model.Info.HasFillInTheMiddle);
        using var plain = native.LoadTiny();
        Assert.Null(plain.Vocab.FimMiddle);
    }

    [Fact]
    public void Greedy_output_twice_is_the_same()
    {
        using var model = native.LoadTiny();
        var prompt = model.Vocab.Tokenize(_code, false);
        var runs = new List<List<int>>();
        for (var i = 0; i < 2; i++)
        {
            using var context = LlamaContext.Create(model, Greedy.Options);
            using var batch = new LlamaBatch(native.Library, 64);
            Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, prompt, 0));
            runs.Add(Greedy.Continue(context, batch, prompt.Length, 0, 40));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.True(runs[0].Distinct().Count() > 3, "a random model that says one token tests nothing");
    }

    [Fact]
    public void Sequence_copied_and_cut_continues_as_a_fresh_one()
    {
        using var model = native.LoadTiny();
        var prompt = model.Vocab.Tokenize(_code, false);
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 64);
        Greedy.Prompt(context, batch, prompt, 0);
        var expected = Greedy.Continue(context, batch, prompt.Length, 0, 30);

        context.Memory.Copy(0, 1, 0, prompt.Length - 1);
        Assert.Equal(prompt.Length - 2, context.Memory.MaxPosition(1));
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 1, prompt.Length - 1);
        Assert.Equal(expected, Greedy.Continue(context, batch, prompt.Length, 1, 30));

        Assert.True(context.Memory.Remove(0, prompt.Length - 1));
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 0, prompt.Length - 1);
        Assert.Equal(expected, Greedy.Continue(context, batch, prompt.Length, 0, 30));

        Assert.True(context.Memory.Remove(0));
        Assert.Equal((-1, prompt.Length + 29), (context.Memory.MaxPosition(0), context.Memory.MaxPosition(1)));
        context.Memory.Clear();
        Assert.Equal(-1, context.Memory.MaxPosition(1));
    }

    [Fact]
    public void State_saved_and_loaded_continues_as_before()
    {
        using var model = native.LoadTiny();
        var prompt = model.Vocab.Tokenize(_code, false);
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 64);
        Greedy.Prompt(context, batch, prompt.AsSpan()[..^1], 0);
        using var state = context.SaveState(0);
        Assert.Equal(state.Bytes, context.StateSize(0));
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 0, prompt.Length - 1);
        var expected = Greedy.Continue(context, batch, prompt.Length, 0, 20);

        context.LoadState(2, state);
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 2, prompt.Length - 1);
        Assert.Equal(expected, Greedy.Continue(context, batch, prompt.Length, 2, 20));

        using var other = LlamaContext.Create(model, Greedy.Options);
        Assert.Equal(LlamaFailure.StateRejected, Reason(() => other.LoadState(0, state)));
        using var full = LlamaContext.Create(model, Greedy.Options);
        using var empty = full.SaveState(0);
        full.LoadState(1, empty);
        Assert.Equal(-1, full.Memory.MaxPosition(1));
    }

    [Fact]
    public void Checkpoint_of_windowed_layers_brings_a_forgotten_prefix_back()
    {
        using var model = native.LoadTiny();
        var prompt = model.Vocab.Tokenize(_code, false);
        using var context = LlamaContext.Create(
            model,
            Greedy.Options with
            {
                ContextTokens = 1024,
                FullSlidingWindow = false,
            }
        );
        using var batch = new LlamaBatch(native.Library, 64);
        Greedy.Prompt(context, batch, prompt.AsSpan()[..^1], 0);
        using var checkpoint = context.SaveState(0, windowedOnly: true);
        Assert.InRange(checkpoint.Bytes, 1, context.StateSize(0) - 1);
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 0, prompt.Length - 1);
        var expected = Greedy.Continue(context, batch, prompt.Length, 0, 400)[..20];
        Assert.InRange(context.Memory.MinPosition(0), prompt.Length, int.MaxValue);

        context.Memory.Copy(0, 1, 0, prompt.Length - 1);
        context.LoadState(1, checkpoint);
        Greedy.Prompt(context, batch, prompt.AsSpan()[^1..], 1, prompt.Length - 1);
        Assert.Equal(expected, Greedy.Continue(context, batch, prompt.Length, 1, 20));
    }

    [Fact]
    public void Decode_names_every_outcome()
    {
        using var model = native.LoadTiny();
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 64);
        Assert.Equal(DecodeStatus.InvalidInput, context.Decode(batch));
        Assert.Equal(DecodeStatus.InvalidInput, Greedy.Prompt(context, batch, [model.Vocab.Count], 0));
        Assert.Equal(DecodeStatus.InvalidInput, Greedy.Prompt(context, batch, [-1], 0));
        Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, [1, 2, 3], 0));
        Assert.Equal(DecodeStatus.InvalidInput, Greedy.Prompt(context, batch, [1], 0, from: 9));
        var tokens = Enumerable.Repeat(65, 64).ToArray();
        var statuses = Enumerable.Range(0, 4).Select(i => Greedy.Prompt(context, batch, tokens, 1, i * 64)).ToList();
        Assert.Equal(DecodeStatus.NoKvSlot, statuses[^1]);

        context.Memory.Clear();
        context.SetAbort(() => true);
        Assert.Equal(DecodeStatus.Aborted, Greedy.Prompt(context, batch, tokens, 0));
        context.SetAbort(() => throw new TimeoutException());
        Assert.Throws<TimeoutException>(() => Greedy.Prompt(context, batch, tokens, 1));
        context.SetAbort(null);
        context.Memory.Clear();
        Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, tokens, 0));
        Assert.Equal(model.Vocab.Count, context.Logits(63).Length);
    }

    [Fact]
    public void Decode_allocates_nothing()
    {
        using var model = native.LoadTiny();
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 64);
        var calls = 0;
        context.SetAbort(() => Interlocked.Increment(ref calls) < 0);
        Step(0);
        Step(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var position = 2; position < 50; position++)
        {
            Step(position);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(calls > 0);

        void Step(int position)
        {
            batch.Clear();
            batch.Add(position, position, 0, logits: true);
            if (context.Decode(batch) != DecodeStatus.Ok || context.Logits(0).IsEmpty)
            {
                throw new InvalidOperationException("the decode failed");
            }
        }
    }

    [Fact]
    public void Weights_that_are_noise_do_not_end_the_process()
    {
        var options = new TinyGptOssOptions
        {
            Hidden = 32,
            FeedForward = 32,
            Mxfp4Experts = true,
        };
        var path = TinyGptOss.Write(native.Folder, options, "noise");
        var bytes = File.ReadAllBytes(path);
        var data = bytes.Length - GgufReader.Read(path).Tensors.Sum(t => (t.Bytes + 31) / 32 * 32);
        for (var seed = 0; seed < 30; seed++)
        {
            new Random(seed).NextBytes(bytes.AsSpan((int)data));
            if (seed == 0)
            {
                bytes.AsSpan((int)data).Fill(0xFF);
            }

            File.WriteAllBytes(path, bytes);
            using var model = LlamaModel.Load(native.Library, path, new() { GpuLayers = 0, UseMmap = false });
            using var context = LlamaContext.Create(model, Greedy.Options);
            using var batch = new LlamaBatch(native.Library, 64);
            Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, [1, 2, 3, 4, 5, 6, 7, 8], 0));
            Assert.Equal(model.Vocab.Count, context.Logits(7).Length);
        }
    }

    [Fact]
    public void Bad_arguments_are_refused_before_the_native_side_sees_them()
    {
        using var model = native.LoadTiny();
        using var context = LlamaContext.Create(model, Greedy.Options);
        using var batch = new LlamaBatch(native.Library, 65, 2);
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => Greedy.Prompt(context, batch, new int[65], 0)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => Greedy.Prompt(context, batch, new int[66], 0)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => Greedy.Prompt(context, batch, [1], 4)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => Greedy.Prompt(context, batch, [1], -1)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => batch.Add(1, -1, 0, true)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => batch.Add(1, 0, [0, 1, 2], true)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => context.Logits(0)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => context.Logits(-1)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => context.Memory.Copy(0, 4)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => context.Memory.Remove(-1)));
        Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => model.Vocab.TokenBytes(model.Vocab.Count)));
        var bad = new[]
        {
            Greedy.Options with
            {
                ContextTokens = 0,
            },
            Greedy.Options with
            {
                MaxSequences = 257,
            },
            Greedy.Options with
            {
                MicroBatchTokens = 128,
            },
            Greedy.Options with
            {
                KvType = (KvType)99,
            },
            Greedy.Options with
            {
                Threads = 100_000,
            },
        };
        Assert.All(bad, o => Assert.Equal(LlamaFailure.InvalidArgument, Reason(() => LlamaContext.Create(model, o))));
    }

    [Fact]
    public void Context_outlives_its_model_s_disposal_and_disposed_objects_say_so()
    {
        var model = native.LoadTiny();
        var context = LlamaContext.Create(model, Greedy.Options);
        var batch = new LlamaBatch(native.Library, 4);
        model.Dispose();
        Assert.Equal(DecodeStatus.Ok, Greedy.Prompt(context, batch, [1, 2], 0));
        Assert.False(context.Logits(1).IsEmpty);
        context.Dispose();
        context.Dispose();
        Assert.Throws<ObjectDisposedException>(() => context.Decode(batch));
        Assert.Throws<ObjectDisposedException>(() => context.Memory.MaxPosition(0));
        Assert.Throws<ObjectDisposedException>(() => model.Vocab.Tokenize("a"u8, false));
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Add(1, 0, 0, true));
    }

    [Fact]
    public void Context_that_cannot_be_made_gives_its_model_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for the mapped file in /proc");
        var overcommits = File.ReadAllText("/proc/sys/vm/overcommit_memory").Trim() == "1";
        Assert.SkipWhen(overcommits, "this system promises memory that it does not have");
        var options = new TinyGptOssOptions
        {
            Hidden = 32,
            Layers = 4,
            Heads = 16,
            KvHeads = 16,
            HeadLength = 512,
        };
        var path = TinyGptOss.Write(native.Folder, options, "wide");
        using (var model = LlamaModel.Load(native.Library, path, new() { GpuLayers = 0 }))
        {
            var halfATerabyte = Greedy.Options with { ContextTokens = 1 << 21, KvType = KvType.F32 };
            Assert.Equal(LlamaFailure.ContextFailed, Reason(() => LlamaContext.Create(model, halfATerabyte)));
            Assert.Contains(path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void Model_whose_path_is_not_ascii_loads()
    {
        var folder = Directory.CreateDirectory(Path.Combine(native.Folder, "Größe 模型 🙂")).FullName;
        using var model = LlamaModel.Load(native.Library, TinyGptOss.Write(folder, new()), new() { GpuLayers = 0 });

        Assert.Equal(2, model.LayerCount);
    }

    [Fact]
    public void Load_reports_progress_and_can_be_cancelled()
    {
        var seen = new List<float>();
        var options = new ModelLoadOptions
        {
            GpuLayers = 0,
            Progress = p =>
            {
                seen.Add(p);
                return true;
            },
        };
        using (LlamaModel.Load(native.Library, native.TinyPath, options))
        {
            Assert.Equal(1f, seen[^1]);
        }

        var stop = options with { Progress = _ => false };
        Assert.Equal(LlamaFailure.LoadCancelled, Reason(() => LlamaModel.Load(native.Library, native.TinyPath, stop)));
        var fail = options with { Progress = _ => throw new TimeoutException() };
        Assert.Throws<TimeoutException>(() => LlamaModel.Load(native.Library, native.TinyPath, fail));
    }

    private static LlamaFailure Reason(Action act) => Assert.Throws<LlamaException>(act).Reason;
}
