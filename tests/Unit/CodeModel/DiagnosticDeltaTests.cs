using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class DiagnosticDeltaTests
{
    [Fact]
    public void Shifted_diagnostics_are_the_same()
    {
        var maps = Maps("a\nb\nc\nd", "new\na\nb\nc\nd");
        var delta = DiagnosticDelta.Between([At(0), At(3)], [At(1), At(4)], maps);
        Assert.Empty(delta.Added);
        Assert.Empty(delta.Removed);
    }

    [Fact]
    public void Equal_message_elsewhere_is_new_when_the_old_one_goes()
    {
        var maps = Maps("a\nb\nc\nd", "a\nB\nc\nd");
        var delta = DiagnosticDelta.Between([At(0)], [At(3)], maps);
        Assert.Equal(3, Assert.Single(delta.Added).Range.Start.Line);
        Assert.Equal(0, Assert.Single(delta.Removed).Range.Start.Line);
    }

    [Fact]
    public void Second_diagnostic_of_a_kind_is_new()
    {
        var maps = Maps("a\nb\nc", "a\nb\nb\nc");
        Assert.Single(DiagnosticDelta.Between([At(1)], [At(1), At(2)], maps).Added);
    }

    [Fact]
    public void Renamed_symbol_in_an_old_message_is_not_new()
    {
        var maps = Maps("a\nb\nc", "a\nb\nX");
        var delta = DiagnosticDelta.Between([At(0, "'Old' is wrong")], [At(0, "'New' is wrong")], maps);
        Assert.Empty(delta.Added);
    }

    [Fact]
    public void Other_id_on_the_same_line_is_new()
    {
        var delta = DiagnosticDelta.Between([At(0)], [At(0) with { Id = "CS2" }], Maps("a", "b"));
        Assert.Equal("CS2", Assert.Single(delta.Added).Id);
    }

    [Fact]
    public void Line_map_ignores_line_endings()
    {
        var map = LineMap.Between(SourceText.From("a\r\nb\r\nc"), SourceText.From("a\nB\nc"));
        Assert.Equal((1, 2), map.ChangedAfter);
        Assert.Equal([0, null, 2], new[] { map.Map(0), map.Map(1), map.Map(2) });
    }

    [Fact]
    public void Line_map_counts_lines_as_editors_do()
    {
        var map = LineMap.Between(SourceText.From("a\u2028b\nc\u0085\nd\n"), SourceText.From("a\u2028b\nC\u0085\nd\n"));
        Assert.Equal(((1, 2), (1, 2)), (map.ChangedBefore, map.ChangedAfter));
        Assert.Equal(2, map.Map(2));
    }

    private static Dictionary<string, LineMap> Maps(string before, string after) =>
        new() { ["f.cs"] = LineMap.Between(SourceText.From(before), SourceText.From(after)) };

    private static CodeDiagnostic At(int line, string message = "message") =>
        new("CS1", DiagnosticLevel.Error, true, message, "f.cs", TextRange.At(new TextPosition(line, 0)), "P");
}
