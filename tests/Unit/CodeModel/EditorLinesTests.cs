using System.Text;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class EditorLinesTests
{
    private static readonly string[] _pieces = ["a", "bc", "\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", ""];

    [Fact]
    public void Positions_of_random_texts_are_those_that_LSP_counts()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var builder = new StringBuilder();
            for (var i = random.Next(12); i > 0; i--)
            {
                builder.Append(_pieces[random.Next(_pieces.Length)]);
            }
            Check(builder.ToString());
        }
    }

    private static void Check(string text)
    {
        var lines = LspLineTable.Of(SourceText.From(text));
        var (line, start) = (0, 0);
        for (var at = 0; at <= text.Length; at++)
        {
            var isInsideCrLf = at > 0 && at < text.Length && text[at - 1] == '\r' && text[at] == '\n';
            if (at > 0 && !isInsideCrLf && text[at - 1] is '\r' or '\n')
            {
                (line, start) = (line + 1, at);
            }
            Assert.Equal(new TextPosition(line, at - start), lines.Position(at));
            Assert.Equal(start, lines.Start(line));
        }
        Assert.Equal(line + 1, lines.Count);
        Assert.Equal(text.Length, lines.End(line));
    }
}
