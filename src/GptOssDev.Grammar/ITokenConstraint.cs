namespace GptOssDev.Grammar;

/// <summary>
/// Says which tokens may come next in one generation. It sees token ids and their texts, never the model. It serves one
/// generation and is used by one thread at a time, though not always the same one: <see cref="Allowed"/> may be asked on a
/// pool thread while the model computes the logits it will be applied to.
/// </summary>
public interface ITokenConstraint
{
    /// <summary>
    /// The tokens allowed next, those that end the generation among them where the text may end. Never empty. The mask
    /// belongs to the constraint and may be shared with others: it is only read, and holds until <see cref="Accept"/>.
    /// </summary>
    TokenMask Allowed();

    /// <summary>Moves on over a token that <see cref="Allowed"/> held.</summary>
    void Accept(int token);
}
