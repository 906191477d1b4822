using GptOssDev.Harmony;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Scheduling;
using GptOssDev.Tests.Unit.Inference.Constraints;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>
/// A runner whose logits depend on every token of a sequence in order, so that any mistake in the bookkeeping of the cache
/// changes the output. It keeps its cells as the native side does, shared between sequences, and refuses what that would
/// refuse: more cells than there are, positions out of order, a windowed sequence cut back behind what was saved of it.
/// </summary>
internal sealed class FakeRunner(
    int contextTokens = 256,
    int sequences = 4,
    int batchTokens = 32,
    bool canAbort = true,
    bool windowed = false
) : IModelRunner
{
    public const int Vocabulary = 50;
    private readonly List<Cell>[] _cells = [.. Enumerable.Range(0, sequences).Select(_ => new List<Cell>())];
    private readonly int[] _restored = new int[sequences];
    private readonly List<(int Token, int Position, int Sequence, bool Logits)> _batch = [];
    private readonly Dictionary<int, float[]> _logits = [];

    public ModelInfo Model { get; } = new("fake", "/fake.gguf", "gpt-oss", 1, 1, contextTokens, "CPU", 0);

    public ModelCapabilities Capabilities { get; } = new(null, new HashSet<int>());

    public ITokenizer Tokenizer { get; } = ListedTokenizer.Of();

    public int Sequences => sequences;

    public int BatchTokens => batchTokens;

    public bool CanAbort => canAbort;

    public bool IsWindowed => windowed;

    /// <summary>Called at each decode with the batch's sequences; lets a test stop the engine's thread there.</summary>
    public Action<IReadOnlyList<int>>? OnDecode { get; set; }

    /// <summary>Called when a sequence's state is saved.</summary>
    public Action? OnSave { get; set; }

    /// <summary>What follows some tokens.</summary>
    public Func<IEnumerable<int>, int> Rule { get; init; } = Next;

    public DecodeOutcome Answer { get; set; } = DecodeOutcome.Done;

    public int LargestBatch { get; private set; }

    /// <summary>Tokens of all batches together.</summary>
    public int Computed { get; private set; }

    public int Steps { get; private set; }

    public int Saves { get; private set; }

    public int Restores { get; private set; }

    /// <summary>States that were saved and not freed.</summary>
    public int LiveStates { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Cells that some sequence owns.</summary>
    public int UsedCells => _cells.SelectMany(c => c).Distinct().Count();

    /// <summary>The next token of greedy decoding, computed without any engine.</summary>
    public static int Next(IEnumerable<int> tokens)
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

    public DecodeOutcome Decode(Func<bool>? abort)
    {
        Assert.False(IsDisposed, "decoded after the weights went");
        LargestBatch = Math.Max(LargestBatch, _batch.Count);
        Steps++;
        OnDecode?.Invoke([.. _batch.Select(b => b.Sequence).Distinct()]);
        if (abort?.Invoke() ?? false)
        {
            return DecodeOutcome.Aborted;
        }

        if (Answer != DecodeOutcome.Done)
        {
            return Answer;
        }

        Assert.InRange(_batch.Count, 1, batchTokens);
        if (UsedCells + _batch.Count > contextTokens)
        {
            return DecodeOutcome.NoCells;
        }

        Computed += _batch.Count;
        _logits.Clear();
        for (var i = 0; i < _batch.Count; i++)
        {
            var (token, position, sequence, logits) = _batch[i];
            Assert.Equal(_cells[sequence].Count, position);
            _cells[sequence].Add(new Cell(token));
            if (logits)
            {
                var row = new float[Vocabulary];
                row[Rule(_cells[sequence].Select(c => c.Token))] = 5;
                _logits[i] = row;
            }
        }

        return DecodeOutcome.Done;
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index];

    public void CopyPrefix(int from, int to, int length)
    {
        Assert.InRange(length, _restored[from], _cells[from].Count);
        _cells[to] = _cells[from][..length];
        _restored[to] = _restored[from];
    }

    public bool Truncate(int sequence, int length)
    {
        Assert.True(length == 0 || length >= _restored[sequence]);
        Assert.InRange(length, 0, _cells[sequence].Count);
        _cells[sequence].RemoveRange(length, _cells[sequence].Count - length);
        _restored[sequence] = length == 0 ? 0 : _restored[sequence];
        return true;
    }

    public ISequenceState? Save(int sequence, long limit)
    {
        int[] tokens = [.. _cells[sequence].Select(c => c.Token)];
        if (tokens.Length > limit)
        {
            return null;
        }

        OnSave?.Invoke();
        Saves++;
        LiveStates++;
        return new State(tokens, () => LiveStates--);
    }

    public bool Restore(int sequence, ISequenceState state)
    {
        Assert.Empty(_cells[sequence]);
        Assert.False(((State)state).IsFreed, "restored from memory that was freed");
        var tokens = ((State)state).Tokens;
        if (UsedCells + tokens.Length > contextTokens)
        {
            return false;
        }

        Restores++;
        _cells[sequence].AddRange(tokens.Select(t => new Cell(t)));
        _restored[sequence] = windowed ? tokens.Length : 0;
        return true;
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Cell(int token)
    {
        public int Token { get; } = token;
    }

    private sealed class State(int[] tokens, Action freed) : ISequenceState
    {
        public int[] Tokens { get; } = tokens;

        public long Bytes => Tokens.Length;

        public bool IsFreed { get; private set; }

        public void Dispose()
        {
            Assert.False(IsFreed, "freed twice");
            IsFreed = true;
            freed();
        }
    }
}
