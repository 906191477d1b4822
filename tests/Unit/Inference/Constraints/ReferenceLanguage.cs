using GptOssDev.Inference.Constraints.Patterns;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

/// <summary>
/// The plainest reading of a pattern: Brzozowski's derivatives over a tree, symbol by symbol, without states, tables or tries.
/// Symbols are bytes, and control tokens from 256 on.
/// </summary>
internal abstract record ReferenceLanguage
{
    public static readonly ReferenceLanguage None = new Nothing();
    public static readonly ReferenceLanguage Empty = new Epsilon();

    public bool IsNothing => this is Nothing;

    public abstract bool HoldsEmpty { get; }

    /// <summary>What may follow a symbol; <see cref="None"/> when it may not come.</summary>
    public abstract ReferenceLanguage After(int symbol);

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

        public override ReferenceLanguage After(int symbol) => this;
    }

    private sealed record Epsilon : ReferenceLanguage
    {
        public override bool HoldsEmpty => true;

        public override ReferenceLanguage After(int symbol) => None;
    }

    private sealed record Symbols(int First, int Last) : ReferenceLanguage
    {
        public override bool HoldsEmpty => false;

        public override ReferenceLanguage After(int symbol) => symbol >= First && symbol <= Last ? Empty : None;
    }

    /// <summary>One of these sequences; none is a prefix of another.</summary>
    private sealed record Spelled(List<Memory<ByteRange>> Sequences) : ReferenceLanguage
    {
        public override bool HoldsEmpty => false;

        public override ReferenceLanguage After(int symbol)
        {
            var rests = symbol < 256 ? Sequences.FindAll(s => s.Span[0].Holds((byte)symbol)) : [];
            return rests.Count == 0 ? None
                : rests[0].Length == 1 ? Empty
                : new Spelled([.. rests.Select(r => r[1..])]);
        }
    }

    private sealed record Pair(ReferenceLanguage First, ReferenceLanguage Second) : ReferenceLanguage
    {
        public override bool HoldsEmpty => First.HoldsEmpty && Second.HoldsEmpty;

        public override ReferenceLanguage After(int symbol) =>
            Alt(Join(First.After(symbol), Second), First.HoldsEmpty ? Second.After(symbol) : None);
    }

    private sealed record Either(ReferenceLanguage First, ReferenceLanguage Second) : ReferenceLanguage
    {
        public override bool HoldsEmpty => First.HoldsEmpty || Second.HoldsEmpty;

        public override ReferenceLanguage After(int symbol) => Alt(First.After(symbol), Second.After(symbol));
    }

    private sealed record Times(ReferenceLanguage Item, int Min, int? Max) : ReferenceLanguage
    {
        public override bool HoldsEmpty => Min == 0 || Item.HoldsEmpty;

        public override ReferenceLanguage After(int symbol) =>
            Join(Item.After(symbol), Rep(Item, Math.Max(0, Min - 1), Max - 1));
    }
}
