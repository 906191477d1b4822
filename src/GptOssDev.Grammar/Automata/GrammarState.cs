using System.Runtime.CompilerServices;

namespace GptOssDev.Grammar.Automata;

/// <summary>Where a rule that was entered goes on when it ends. Interned: equal frames are the same object.</summary>
internal sealed class Frame(int returnNode, Frame? parent, int id)
{
    public int Return => returnNode;

    public Frame? Parent => parent;

    /// <summary>An order among frames.</summary>
    public int Id => id;
}

/// <summary>One of the places where a machine may be: at a node that reads, under open rules.</summary>
/// <param name="Inner">Inside a run: state of the unit's machine; otherwise 0.</param>
/// <param name="Count">Inside a run: characters completed, no further counted than it matters; otherwise 0.</param>
/// <param name="Stack">The open rules; null is none.</param>
internal readonly record struct Place(int Node, int Inner, int Count, Frame? Stack) : IComparable<Place>
{
    /// <summary>Any order will do, as long as places of one stack stand together.</summary>
    public int CompareTo(Place other)
    {
        var order = (Stack?.Id ?? 0).CompareTo(other.Stack?.Id ?? 0);
        order = order != 0 ? order : Node.CompareTo(other.Node);
        order = order != 0 ? order : Inner.CompareTo(other.Inner);
        return order != 0 ? order : Count.CompareTo(other.Count);
    }
}

/// <summary>
/// All places where a machine may be after some input, and what was found out about them so far. Interned by its
/// <see cref="StateSpace"/>, under whose lock it is used.
/// </summary>
internal sealed class GrammarState(Place[] places, bool isComplete)
{
    /// <summary>Sorted; only nodes that read.</summary>
    public Place[] Places => places;

    /// <summary>Whether the text may end here.</summary>
    public bool IsComplete => isComplete;

    /// <summary>Whether nothing that was read so far can become a text of the pattern.</summary>
    public bool IsDead => places.Length == 0 && !isComplete;

    /// <summary>The states after each input, as far as they were asked for.</summary>
    public GrammarState?[]? Next { get; set; }

    /// <summary>What tokens do from here when nothing lies around it, once it was asked for.</summary>
    public RuleTokens? Tokens { get; set; }

    /// <summary>The allowed tokens, while the cache keeps them.</summary>
    public TokenMask? Mask { get; set; }

    /// <summary>Compares states by what they are, not by object.</summary>
    internal sealed class Content : IEqualityComparer<GrammarState>
    {
        public bool Equals(GrammarState? x, GrammarState? y) =>
            ReferenceEquals(x, y)
            || (
                x is not null
                && y is not null
                && x.IsComplete == y.IsComplete
                && x.Places.AsSpan().SequenceEqual(y.Places)
            );

        public int GetHashCode(GrammarState state)
        {
            var hash = state.Places.Length;
            foreach (var place in state.Places)
            {
                hash = HashCode.Combine(
                    hash,
                    place.Node,
                    place.Inner,
                    place.Count,
                    RuntimeHelpers.GetHashCode(place.Stack)
                );
            }

            return hash;
        }
    }
}
