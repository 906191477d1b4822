using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

/// <summary>What a selection's syntax shows. The selection stands between <c>«</c> and <c>»</c>.</summary>
public sealed class TraitQueriesTests
{
    [Theory]
    [InlineData("int M() { «»return 1; }", CodeTraits.OneStatementBody)]
    [InlineData("int P { get { «»return 1; } }", CodeTraits.OneStatementBody)]
    [InlineData("int M() => «»1;", CodeTraits.None)]
    [InlineData("public int M() => «»1;", CodeTraits.IsUndocumented)]
    [InlineData("/// <summary>S.</summary>\n public int M() => «»1;", CodeTraits.None)]
    [InlineData("void M() { A();«» B(); }", CodeTraits.HasStatements)]
    [InlineData("void M() { «A(); B();» C(); }", CodeTraits.HasStatements | CodeTraits.SelectsStatements)]
    [InlineData("void M() { «A(); B»(); C(); }", CodeTraits.HasStatements)]
    [InlineData("void M() { «»switch (x) { case 1: A(); break; } }", CodeTraits.HasBranches)]
    [InlineData("void M() { if (a) A(); else if (b) B(); else if (c) C(); «»}", CodeTraits.HasBranches)]
    [InlineData("void M() { if (a) A(); else if (b) B(); «»}", CodeTraits.None)]
    [InlineData("void M() { if (a) { if (b) A(); } «»}", CodeTraits.HasNestedConditions)]
    [InlineData("void M() { «»var t = o as T; }", CodeTraits.HasTypeTest)]
    [InlineData("bool M() => «»o is T && ((T)o).X;", CodeTraits.HasTypeTest)]
    [InlineData("int x = «»1;", CodeTraits.None)]
    public void Member_shows_its_traits(string marked, CodeTraits expected) =>
        Assert.Equal(expected | CodeTraits.InMember, Of($"class A\n{{\n    {marked}\n}}\n"));

    [Theory]
    [InlineData("«»using System;\nclass A { void M() { } }")]
    [InlineData("class A\n{«\n    void M() { }\n    void N() { }\n»}\n")]
    [InlineData("«»")]
    [InlineData("not C# at all «» { ] )")]
    [InlineData("class A { void M() {«»")]
    public void Selection_in_no_single_member_shows_nothing_or_a_member(string marked) =>
        Assert.True(Of(marked) is CodeTraits.None or CodeTraits.InMember);

    [Theory]
    [InlineData(0, 0, 9, 9)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, -1, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    public void Selection_outside_the_text_shows_nothing(int line, int from, int endLine, int to) =>
        Assert.Equal(
            CodeTraits.None,
            TraitQueries.Of("class A { int M() { return 1; } }\n", new TextRange(new(line, from), new(endLine, to)))
        );

    private static CodeTraits Of(string marked)
    {
        var start = At(marked[..marked.IndexOf('«')]);
        var end = At(marked[..marked.IndexOf('»')].Replace("«", "", StringComparison.Ordinal));
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        return TraitQueries.Of(text, new TextRange(start, end));
    }

    private static TextPosition At(string before) =>
        new(before.Count(c => c == '\n'), before.Length - (before.LastIndexOf('\n') + 1));
}
