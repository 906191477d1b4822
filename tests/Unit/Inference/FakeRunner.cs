using GptOssDev.Harmony;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>
/// A runner whose logits depend on every token of a sequence in order, so that any mistake in the bookkeeping of the cache
/// changes the output. It keeps the cache as plain lists and refuses what the native side would refuse.
/// </summary>
internal sealed class FakeRunner(int contextTokens = 256, int sequences = 4, int batchTokens = 32) : IModelRunner
{
    public const int Vocabulary = 50;
    private readonly List<int>[] _cells = [.. Enumerable.Range(0, sequences).Select(_ => new List<int>())];
    private readonly List<(int Token, int Position, int Sequence, bool Logits)> _batch = [];
    private readonly Dictionary<int, float[]> _logits = [];

    public ModelInfo Model { get; } = new("fake", "/fake.gguf", "gpt-oss", 1, 1, contextTokens, "CPU", 0);

    public ModelCapabilities Capabilities { get; } = new(null, new HashSet<int>());

    public ITokenizer Tokenizer => throw new NotSupportedException("the engine needs no tokenizer");

    public int Sequences => sequences;

    public int BatchTokens => batchTokens;

    /// <summary>Called at each decode with the batch's sequences; lets a test stop the engine's thread there.</summary>
    public Action<IReadOnlyList<int>>? OnDecode { get; set; }

    public DecodeOutcome Answer { get; set; } = DecodeOutcome.Done;

    public int LargestBatch { get; private set; }

    /// <summary>The next token of greedy decoding, computed without any engine.</summary>
    public static int Next(IReadOnlyList<int> tokens)
    {
        var hash = 17;
        foreach (var token in tokens)
        {
            hash = unchecked((hash * 31) + token + 1);
        }

        return (int)((uint)hash % Vocabulary);
    }

    public static int[] Greedy(IReadOnlyList<int> prompt, int count)
    {
        var tokens = prompt.ToList();
        for (var i = 0; i < count; i++)
        {
            tokens.Add(Next(tokens));
        }

        return [.. tokens.Skip(prompt.Count)];
    }

    public void BeginBatch() => _batch.Clear();

    public void Add(int token, int position, int sequence, bool wantLogits) =>
        _batch.Add((token, position, sequence, wantLogits));

    public DecodeOutcome Decode(Func<bool> abort)
    {
        LargestBatch = Math.Max(LargestBatch, _batch.Count);
        OnDecode?.Invoke([.. _batch.Select(b => b.Sequence).Distinct()]);
        if (abort())
        {
            return DecodeOutcome.Aborted;
        }

        if (Answer != DecodeOutcome.Done)
        {
            return Answer;
        }

        Assert.InRange(_batch.Count, 1, batchTokens);
        _logits.Clear();
        for (var i = 0; i < _batch.Count; i++)
        {
            var (token, position, sequence, logits) = _batch[i];
            Assert.Equal(_cells[sequence].Count, position);
            _cells[sequence].Add(token);
            if (logits)
            {
                var row = new float[Vocabulary];
                row[Next(_cells[sequence])] = 5;
                _logits[i] = row;
            }
        }

        // Shared cells count once on the native side; counting them for each sequence is the stricter bound.
        Assert.InRange(_cells.Sum(c => c.Count), 0, contextTokens * sequences);
        return DecodeOutcome.Done;
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index];

    public void CopyPrefix(int from, int to, int length)
    {
        _cells[to].Clear();
        _cells[to].AddRange(_cells[from].Take(length));
        Assert.Equal(length, _cells[to].Count);
    }

    public bool Truncate(int sequence, int length)
    {
        Assert.InRange(length, 0, _cells[sequence].Count);
        _cells[sequence].RemoveRange(length, _cells[sequence].Count - length);
        return true;
    }

    public void Dispose() { }
}
