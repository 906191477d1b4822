using System.Globalization;
using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Evaluation;

/// <summary>
/// Writes prompts of a wanted length that look like code and begin with a line no other prompt has, so that no cache knows
/// them. Pure; the same salt gives the same prompts.
/// </summary>
internal sealed class BenchText(ITokenizer tokenizer, long salt)
{
    private int _prompts;

    /// <summary>The ids of the next prompt.</summary>
    public int[] Next(int tokens)
    {
        var text = new StringBuilder();
        text.AppendLine(Line($"// {salt:x}-{_prompts++}"));
        int[] ids;
        var line = 0;
        do
        {
            // A token spells about four characters; the loop mends the guess.
            for (var end = text.Length + 4 * tokens; text.Length < end; line++)
            {
                text.AppendLine(
                    Line($"    var total{line} = Sum(items, {line * 7 % 100}, order.Lines[{line % 10}].Price);")
                );
            }

            ids = tokenizer.Encode(text.ToString());
        } while (ids.Length < tokens);
        return ids[..tokens];
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
