using System.Diagnostics;
using GptOssDev.Llama;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>Greedy decoding with nothing but the binding: one context, emptied before each prompt. Owns model and context.</summary>
internal sealed class PlainDecoding : IDisposable
{
    private const int BatchTokens = 512;
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly LlamaBatch _batch;

    public PlainDecoding(LlamaLibrary library, string path, int threads)
    {
        _model = LlamaModel.Load(library, path, new ModelLoadOptions { GpuLayers = 0 });
        _context = LlamaContext.Create(
            _model,
            new ContextOptions
            {
                BatchTokens = BatchTokens,
                MicroBatchTokens = BatchTokens,
                Threads = threads,
                BatchThreads = threads,
            }
        );
        _batch = new LlamaBatch(library, BatchTokens);
    }

    /// <summary>Time to the first token, and from it to the last.</summary>
    public (TimeSpan First, TimeSpan Others) Run(int[] prompt, int tokens)
    {
        _context.Memory.Remove(0, 0);
        var started = Stopwatch.GetTimestamp();
        _batch.Clear();
        for (var i = 0; i < prompt.Length; i++)
        {
            _batch.Add(prompt[i], i, 0, logits: i == prompt.Length - 1);
        }

        var next = Decode();
        var first = Stopwatch.GetTimestamp();
        for (var i = 1; i < tokens; i++)
        {
            _batch.Clear();
            _batch.Add(next, prompt.Length + i - 1, 0, logits: true);
            next = Decode();
        }

        return (Stopwatch.GetElapsedTime(started, first), Stopwatch.GetElapsedTime(first));
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    private int Decode()
    {
        var status = _context.Decode(_batch);
        if (status != DecodeStatus.Ok)
        {
            throw new InvalidOperationException($"the plain loop's decode ended with {status}");
        }

        ReadOnlySpan<float> logits = _context.Logits(_batch.Count - 1);
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}
