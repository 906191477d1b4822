using System.Runtime.InteropServices;

namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// A run of tokens in the radix tree of <see cref="PrefixCache"/>: the KV cells that every sequence through it shares.
/// </summary>
internal sealed class PrefixNode(PrefixNode? parent)
{
    private readonly List<int> _tokens = [];

    public PrefixNode? Parent { get; set; } = parent;

    public List<PrefixNode> Children { get; } = [];

    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    public int Length => _tokens.Count;

    /// <summary>Sequences whose tokens run through this node.</summary>
    public int Sequences { get; set; }

    /// <summary>Those of them that a request holds.</summary>
    public int Held { get; set; }

    /// <summary>
    /// A sequence may fork off here only behind this many tokens of the node: what came before was restored without the
    /// cells that had left the windows.
    /// </summary>
    public int ForkableFrom { get; set; }

    public void Append(int token) => _tokens.Add(token);

    public void Append(ReadOnlySpan<int> tokens) => _tokens.AddRange(tokens);

    public void Cut(int length) => _tokens.RemoveRange(length, _tokens.Count - length);

    /// <summary>Keeps the first tokens here and moves the rest, with the children, into a new child.</summary>
    public PrefixNode Split(int at)
    {
        var rest = new PrefixNode(this) { Sequences = Sequences, Held = Held };
        rest.Append(Tokens[at..]);
        rest.Children.AddRange(Children);
        foreach (var child in Children)
        {
            child.Parent = rest;
        }

        Cut(at);
        Children.Clear();
        Children.Add(rest);
        return rest;
    }

    /// <summary>Takes the tokens and children of the only child.</summary>
    public PrefixNode Absorb()
    {
        var child = Children[0];
        Append(child.Tokens);
        Children.Clear();
        Children.AddRange(child.Children);
        foreach (var grandchild in Children)
        {
            grandchild.Parent = this;
        }

        return child;
    }
}
