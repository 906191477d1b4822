using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

/// <summary>
/// The plainest reading of a pattern: Brzozowski's derivatives over a tree, symbol by symbol, without states, tables or tries.
/// Symbols are bytes, and control tokens from 256 on.
/// </summary>
internal abstract record ReferenceLanguage
{
    public static readonly ReferenceLanguage None = new Nothing();
    public static readonly ReferenceLanguage Empty = new Epsilon();

    // Derivatives that were computed before: tokens share prefixes, and steps share what is left. Not part of the value.
    private readonly Dictionary<int, ReferenceLanguage> _after = [];

    public bool IsNothing => this is Nothing;

    public abstract bool HoldsEmpty { get; }

    /// <summary>The language behind a symbol; <see cref="None"/> when the symbol is not allowed.</summary>
    public ReferenceLanguage After(int symbol)
    {
        if (this is not (Pair or Either or Times))
        {
            return Derive(symbol);
        }
        if (!_after.TryGetValue(symbol, out var rest))
        {
            rest = Derive(symbol);
            _after.Add(symbol, rest);
        }
        return rest;
    }

    public virtual bool Equals(ReferenceLanguage? other) =>
        other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    protected abstract ReferenceLanguage Derive(int symbol);

    public ReferenceLanguage After(IEnumerable<byte> bytes) => bytes.Aggregate(this, (rest, b) => rest.After(b));

    public static ReferenceLanguage Of(Pattern pattern) =>
        pattern switch
        {
            NothingPattern => None,
            TextPattern text => Cat([.. text.Bytes.Select(b => new Symbols(b, b))]),
            TokenPattern token => new Symbols(256 + token.Id, 256 + token.Id),
            CharPattern one => new Spelled([.. one.Unit.Sequences.Select(s => s.AsMemory())]),
            SequencePattern sequence => Cat([.. sequence.Parts.Select(Of)]),
            ChoicePattern choice => Alt([.. choice.Options.Select(Of)]),
            RepeatPattern repeat => Rep(Of(repeat.Item), repeat.Min, repeat.Max),
            RulePattern rule => Of(rule.Body),
            _ => throw new NotSupportedException(pattern.GetType().Name),
        };

    private static ReferenceLanguage Cat(params ReferenceLanguage[] parts) =>
        parts.Reverse().Aggregate(Empty, (rest, part) => Join(part, rest));

    private static ReferenceLanguage Join(ReferenceLanguage first, ReferenceLanguage second) =>
        first.IsNothing || second.IsNothing ? None
        : first is Epsilon ? second
        : second is Epsilon ? first
        : new Pair(first, second);

    private static ReferenceLanguage Alt(params ReferenceLanguage[] options)
    {
        var possible = options.Where(o => !o.IsNothing).Distinct().ToList();
        return possible.Count == 0 ? None : possible.Aggregate((a, b) => new Either(a, b));
    }

    private static ReferenceLanguage Rep(ReferenceLanguage item, int min, int? max) =>
        max == 0 ? Empty
        : item.IsNothing ? (min == 0 ? Empty : None)
        : new Times(item, min, max);

    private sealed record Nothing : ReferenceLanguage
    {
        public override bool HoldsEmpty => false;

        protected override ReferenceLanguage Derive(int symbol) => this;
    }

    private sealed record Epsilon : ReferenceLanguage
    {
        public override bool HoldsEmpty => true;

        protected override ReferenceLanguage Derive(int symbol) => None;
    }

    private sealed record Symbols(int First, int Last) : ReferenceLanguage
    {
        public override bool HoldsEmpty => false;

        protected override ReferenceLanguage Derive(int symbol) => symbol >= First && symbol <= Last ? Empty : None;
    }

    /// <summary>One of these sequences; none is a prefix of another.</summary>
    private sealed record Spelled(List<Memory<ByteRange>> Sequences) : ReferenceLanguage
    {
        public override bool HoldsEmpty => false;

        protected override ReferenceLanguage Derive(int symbol)
        {
            var rests = symbol < 256 ? Sequences.FindAll(s => s.Span[0].Holds((byte)symbol)) : [];
            return rests.Count == 0 ? None
                : rests[0].Length == 1 ? Empty
                : new Spelled([.. rests.Select(r => r[1..])]);
        }
    }

    private sealed record Pair(ReferenceLanguage First, ReferenceLanguage Second) : ReferenceLanguage
    {
        // A tree is hashed once, not at each comparison.
        private readonly int _hash = HashCode.Combine(typeof(Pair), First, Second);

        public bool Equals(Pair? other) =>
            ReferenceEquals(this, other)
            || (other is not null && _hash == other._hash && First.Equals(other.First) && Second.Equals(other.Second));

        public override int GetHashCode() => _hash;

        public override bool HoldsEmpty => First.HoldsEmpty && Second.HoldsEmpty;

        protected override ReferenceLanguage Derive(int symbol) =>
            Alt(Join(First.After(symbol), Second), First.HoldsEmpty ? Second.After(symbol) : None);
    }

    private sealed record Either(ReferenceLanguage First, ReferenceLanguage Second) : ReferenceLanguage
    {
        // A tree is hashed once, not at each comparison.
        private readonly int _hash = HashCode.Combine(typeof(Either), First, Second);

        public bool Equals(Either? other) =>
            ReferenceEquals(this, other)
            || (other is not null && _hash == other._hash && First.Equals(other.First) && Second.Equals(other.Second));

        public override int GetHashCode() => _hash;

        public override bool HoldsEmpty => First.HoldsEmpty || Second.HoldsEmpty;

        protected override ReferenceLanguage Derive(int symbol) => Alt(First.After(symbol), Second.After(symbol));
    }

    private sealed record Times(ReferenceLanguage Item, int Min, int? Max) : ReferenceLanguage
    {
        public override bool HoldsEmpty => Min == 0 || Item.HoldsEmpty;

        protected override ReferenceLanguage Derive(int symbol) =>
            Join(Item.After(symbol), Rep(Item, Math.Max(0, Min - 1), Max - 1));
    }
}
