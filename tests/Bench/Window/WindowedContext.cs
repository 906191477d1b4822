using System.Numerics.Tensors;
using GptOssDev.Llama;

namespace GptOssDev.Tests.Bench.Window;

/// <summary>
/// A context on a model with windowed layers, in one of two ways. Either the windowed layers have room for every position, and
/// each sequence has a twin that keeps them, as the engine does; or they have room for the window only, and a prefix is kept
/// by a checkpoint of what they held at its end. Owns the context and its batch. One thread.
/// </summary>
internal sealed class WindowedContext : IDisposable
{
    public const int Sequences = 32;
    public const int BatchTokens = 512;
    private readonly LlamaContext _context;
    private readonly LlamaBatch _batch;
    private readonly bool _full;

    public WindowedContext(LlamaModel model, bool full, int contextTokens)
    {
        _full = full;
        _context = LlamaContext.Create(
            model,
            new ContextOptions
            {
                ContextTokens = contextTokens,
                BatchTokens = BatchTokens,
                MicroBatchTokens = BatchTokens,
                MaxSequences = full ? 2 * Sequences : Sequences,
                Threads = Threads.Count,
                BatchThreads = Threads.Count,
                FullSlidingWindow = full,
            }
        );
        _batch = new LlamaBatch(model.Library, BatchTokens);
    }

    /// <summary>Computes tokens behind what the sequence holds and returns the most likely next one.</summary>
    public int Append(int sequence, ReadOnlySpan<int> tokens)
    {
        var next = 0;
        while (!tokens.IsEmpty)
        {
            var part = tokens[..Math.Min(BatchTokens, tokens.Length)];
            tokens = tokens[part.Length..];
            next = Decode(sequence, part, last: tokens.IsEmpty);
        }

        return next;
    }

    /// <summary>What the windowed layers hold of the sequence now. Null where they hold everything for good.</summary>
    public LlamaSequenceState? Checkpoint(int sequence) =>
        _full ? null : _context.SaveState(sequence, windowedOnly: true);

    /// <summary>Makes a sequence begin as another one began.</summary>
    /// <param name="checkpoint">Of the other one when it had this length.</param>
    public void Fork(int from, int to, int length, LlamaSequenceState? checkpoint)
    {
        Clear(to);
        _context.Memory.Copy(from, to, 0, length);
        if (_full)
        {
            _context.Memory.Copy(from, Sequences + to, 0, length);
        }

        if (checkpoint is not null)
        {
            _context.LoadState(to, checkpoint);
        }
    }

    public void Clear(int sequence)
    {
        _context.Memory.Remove(sequence);
        if (_full)
        {
            _context.Memory.Remove(Sequences + sequence);
        }
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }

    private int Decode(int sequence, ReadOnlySpan<int> tokens, bool last)
    {
        var start = _context.Memory.MaxPosition(sequence) + 1;
        _batch.Clear();
        for (var i = 0; i < tokens.Length; i++)
        {
            _batch.Add(tokens[i], start + i, sequence, logits: last && i == tokens.Length - 1);
        }

        var status = _context.Decode(_batch);
        if (status != DecodeStatus.Ok)
        {
            throw new InvalidOperationException($"a decode at position {start} ended with {status}");
        }

        if (_full)
        {
            _context.Memory.Copy(sequence, Sequences + sequence, start, start + tokens.Length);
        }

        return last ? Greedy(_context.Logits(tokens.Length - 1)) : 0;
    }

    private static int Greedy(ReadOnlySpan<float> logits) => TensorPrimitives.IndexOfMax(logits);
}
