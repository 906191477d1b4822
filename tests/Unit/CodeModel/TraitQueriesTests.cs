using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

/// <summary>What a selection's syntax shows. The selection stands between <c>«</c> and <c>»</c>.</summary>
public sealed class TraitQueriesTests
{
    [Theory]
    [InlineData("int M() { «»return 1; }", RefactoringTraits.OneStatementBody)]
    [InlineData("int P { get { «»return 1; } }", RefactoringTraits.OneStatementBody)]
    [InlineData("int M() => «»1;", RefactoringTraits.None)]
    [InlineData("public int M() => «»1;", RefactoringTraits.IsUndocumented)]
    [InlineData("/// <summary>S.</summary>\n public int M() => «»1;", RefactoringTraits.None)]
    [InlineData("void M() { A();«» B(); }", RefactoringTraits.HasStatements)]
    [InlineData("void M() { «A(); B();» C(); }", RefactoringTraits.HasStatements | RefactoringTraits.SelectsStatements)]
    [InlineData("void M() { «A(); B»(); C(); }", RefactoringTraits.HasStatements)]
    [InlineData("void M() { «»switch (x) { case 1: A(); break; } }", RefactoringTraits.HasBranches)]
    [InlineData("void M() { if (a) A(); else if (b) B(); else if (c) C(); «»}", RefactoringTraits.HasBranches)]
    [InlineData("void M() { if (a) A(); else if (b) B(); «»}", RefactoringTraits.None)]
    [InlineData("void M() { if (a) { if (b) A(); } «»}", RefactoringTraits.HasNestedConditions)]
    [InlineData("void M() { «»var t = o as T; }", RefactoringTraits.HasTypeTest)]
    [InlineData("bool M() => «»o is T && ((T)o).X;", RefactoringTraits.HasTypeTest)]
    [InlineData("int x = «»1;", RefactoringTraits.None)]
    public void Member_shows_its_traits(string marked, RefactoringTraits expected) =>
        Assert.Equal(expected | RefactoringTraits.InMember, Of($"class A\n{{\n    {marked}\n}}\n"));

    [Theory]
    [InlineData("«»using System;\nclass A { void M() { } }")]
    [InlineData("class A\n{«\n    void M() { }\n    void N() { }\n»}\n")]
    [InlineData("«»")]
    [InlineData("not C# at all «» { ] )")]
    [InlineData("class A { void M() {«»")]
    public void Selection_in_no_single_member_shows_nothing_or_a_member(string marked) =>
        Assert.True(Of(marked) is RefactoringTraits.None or RefactoringTraits.InMember);

    [Theory]
    [InlineData(0, 0, 9, 9)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, -1, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    public void Selection_outside_the_text_shows_nothing(int line, int from, int endLine, int to) =>
        Assert.Equal(
            RefactoringTraits.None,
            RefactoringTraitQueries.Of(
                "class A { int M() { return 1; } }\n",
                new TextRange(new(line, from), new(endLine, to))
            )
        );

    private static RefactoringTraits Of(string marked)
    {
        var start = At(marked[..marked.IndexOf('«')]);
        var end = At(marked[..marked.IndexOf('»')].Replace("«", "", StringComparison.Ordinal));
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        return RefactoringTraitQueries.Of(text, new TextRange(start, end));
    }

    private static TextPosition At(string before) =>
        new(before.Count(c => c == '\n'), before.Length - (before.LastIndexOf('\n') + 1));
}
