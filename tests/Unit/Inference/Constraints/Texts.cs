using GptOssDev.Grammar;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

/// <summary>Asks grammars about whole texts.</summary>
internal static class Texts
{
    private static readonly ListedTokenizer _bytes = ListedTokenizer.Of();
    private static readonly TokenVocabulary _vocabulary = TokenVocabulary.Of(_bytes);

    /// <summary>A pattern over a vocabulary of single bytes.</summary>
    public static TokenGrammar Grammar(Pattern pattern) =>
        TokenGrammar.Compile(pattern, _vocabulary, [_bytes.EndOfText]);

    public static bool Accepts(TokenGrammar grammar, string text) => Accepts(grammar, _bytes, text);

    /// <summary>Whether the whole text may be written token by token, and end.</summary>
    public static bool Accepts(TokenGrammar grammar, ListedTokenizer tokenizer, string text)
    {
        var constraint = grammar.Start();
        foreach (var id in tokenizer.Encode(text))
        {
            if (!constraint.Allowed()[id])
            {
                return false;
            }

            constraint.Accept(id);
        }

        return constraint.Allowed()[tokenizer.EndOfText];
    }

    /// <summary>A text that a grammar allows, of random tokens; null when it did not end within a bound.</summary>
    public static string? Random(TokenGrammar grammar, Random random)
    {
        const int Most = 400;
        var constraint = grammar.Start();
        var text = new List<byte>();
        while (text.Count < Most)
        {
            var mask = constraint.Allowed();
            var allowed = Enumerable.Range(0, _bytes.Count).Where(id => mask[id]).ToList();
            var token = allowed[random.Next(allowed.Count)];
            if (token == _bytes.EndOfText)
            {
                return System.Text.Encoding.UTF8.GetString([.. text]);
            }

            constraint.Accept(token);
            text.Add((byte)token);
        }

        return null;
    }
}
