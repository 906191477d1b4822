using System.Text;

namespace GptOssDev.Grammar;

/// <summary>Names as a tree of their UTF-8 bytes. Immutable once made; any thread.</summary>
public sealed class IdentifierTrie
{
    private readonly Node _root = new();

    /// <param name="names">An empty one says that no more is needed. At least one.</param>
    public IdentifierTrie(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            var node = _root;
            foreach (var value in Encoding.UTF8.GetBytes(name))
            {
                node = node.Children.TryGetValue(value, out var next) ? next : node.Children[value] = new Node();
            }
            node.IsName = true;
        }
    }

    internal Node Root => _root;

    /// <summary>What the bytes so far lead to.</summary>
    internal sealed class Node
    {
        public Dictionary<byte, Node> Children { get; } = [];

        /// <summary>True when a name ends here.</summary>
        public bool IsName { get; set; }
    }
}
