using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

/// <summary>Questions about a snapshot, on loose files: no build runs here.</summary>
public sealed class SnapshotQueryTests : IDisposable
{
    private const string Source = """
        using System.Text;

        namespace Shop.Orders;

        /// <summary>An order.</summary>
        public sealed class Order
        {
            private int _count = 1;

            public required string Name { get; init; }

            public int this[int i] => i;

            /// <summary>Adds.</summary>
            [Obsolete("x")]
            public int Add(int amount, string why = "none")
            {
                // a comment "here"
                var text = "a \" string";
                var more = $"x {amount} y";
                return _count += amount + new Line(1).Price;
            }

            public sealed class Line(int price)
            {
                public int Price => price;
            }
        }

        public enum Kind { Small, Large }

        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // From within one member to another: both, whole.
    [InlineData(8, 10, 8, 10)]
    [InlineData(12, 19, 12, 22)]
    [InlineData(20, 25, 14, 27)]
    // One member holds them.
    [InlineData(18, 19, null, null)]
    // The type's own head.
    [InlineData(6, 8, null, null)]
    [InlineData(5, 6, null, null)]
    // The type's own end.
    [InlineData(26, 28, null, null)]
    // Two types of a namespace.
    [InlineData(28, 30, 5, 30)]
    // Between members.
    [InlineData(11, 11, null, null)]
    public async Task Lines_over_several_members_are_those_members(int first, int last, int? from, int? to)
    {
        var document = await DocumentAsync(Source);

        var range = await document.MembersAsync(first - 1, last - 1);

        Assert.Equal((from, to), (range?.Start.Line + 1, range?.End.Line + 1));
    }

    [Theory]
    [InlineData('\u0085')]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    public async Task Lines_are_those_of_editors(char lineBreak)
    {
        var text =
            $"/* a{lineBreak}b */ class A\n{{\n    string F() => @\"x{lineBreak}y\"; // {lineBreak}int G;\n    int H() => z;\n}}\n";
        var document = await DocumentAsync(text);

        var range = (await document.EnclosingMemberAsync(3, 3))!.Range;
        var outline = await document.OutlineAsync();

        Assert.Equal(new TextRange(new TextPosition(3, 4), new TextPosition(3, 17)), range);
        Assert.Equal(
            (2, 4),
            (
                outline.Single(o => o.Name == "F").Range.Start.Line,
                outline.Single(o => o.Name == "F").Range.Start.Character
            )
        );
        Assert.True(await document.IsInCommentOrStringAsync(new TextPosition(2, 22)));
        await Assert.ThrowsAsync<CodeModelException>(() => document.EnclosingMemberAsync(0, 6));
    }

    [Fact]
    public async Task Enclosing_member_of_lines_is_the_innermost_declaration()
    {
        var document = await DocumentAsync(Source);
        var body = await document.EnclosingMemberAsync(17, 18);
        Assert.Equal(
            ("Add", "Shop.Orders.Order.Add", CodeSymbolKind.Method, "Order"),
            (body!.Name, body.QualifiedName, body.Kind, body.ContainingType)
        );
        Assert.Equal("public int Add(int amount, string why = \"none\")", body.Signature);
        Assert.StartsWith("/// <summary>Adds.", body.Text, StringComparison.Ordinal);
        Assert.Equal("Order", (await document.EnclosingMemberAsync(7, 10))!.Name);
        Assert.Equal("Price", (await document.EnclosingMemberAsync(25, 25))!.Name);
        Assert.Null(await document.EnclosingMemberAsync(0, 0));
        var error = await Assert.ThrowsAsync<CodeModelException>(() => document.EnclosingMemberAsync(5, 500));
        Assert.Equal(CodeModelReason.PositionOutsideText, error.Reason);
    }

    [Fact]
    public async Task Outline_lists_declarations_in_order_and_is_bounded()
    {
        var document = await DocumentAsync(Source);
        var outline = await document.OutlineAsync();
        Assert.Equal(
            ["0 Order", "1 _count", "1 Name", "1 this[]", "1 Add", "1 Line", "2 Price", "0 Kind", "1 Small", "1 Large"],
            outline.Select(i => $"{i.Depth} {i.Name}")
        );
        Assert.Equal("public required string Name { get; init; }", outline[2].Signature);
        Assert.Equal(3, (await document.OutlineAsync(limit: 3)).Count);
        Assert.Equal(["using System.Text;"], await document.UsingsAsync());
    }

    [Theory]
    [InlineData("// |c", true)]
    [InlineData("// c|", true)]
    [InlineData("|// c", false)]
    [InlineData("/* a | b */", true)]
    [InlineData("/* a */|", false)]
    [InlineData("var x = \"a|b\";", true)]
    [InlineData("var x = |\"ab\";", false)]
    [InlineData("var x = \"ab\"|;", false)]
    [InlineData("var x = \"ab|", true)]
    [InlineData("var x = $\"a|b {1} c\";", true)]
    [InlineData("var x = $\"ab {1|} c\";", false)]
    [InlineData("var x = $\"ab {1} c|\";", true)]
    [InlineData("var x = 'a|';", true)]
    [InlineData("var x = 1|;", false)]
    public async Task Position_in_comment_or_string_is_recognised(string line, bool inside)
    {
        var at = line.IndexOf('|', StringComparison.Ordinal);
        var text = "class C\n{\n    void M()\n    {\n        " + line.Remove(at, 1) + "\n    }\n}\n";
        var document = await DocumentAsync(text);
        Assert.Equal(inside, await document.IsInCommentOrStringAsync(new TextPosition(4, 8 + at)));
    }

    [Theory]
    [InlineData("Add", "Shop.Orders.Order.Add")]
    [InlineData("Order.Add", "Shop.Orders.Order.Add")]
    [InlineData("Shop.Orders.Order.Add(int, string)", "Shop.Orders.Order.Add")]
    [InlineData("Order.Line", "Shop.Orders.Order.Line")]
    [InlineData("Kind.Large", "Shop.Orders.Kind.Large")]
    public async Task Symbols_are_found_by_partly_qualified_names(string name, string qualified)
    {
        var snapshot = await SnapshotAsync(Source);
        Assert.Equal(qualified, Assert.Single(await snapshot.FindSymbolsAsync(name)).QualifiedName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("Line.Add")]
    [InlineData("<>(")]
    public async Task Names_of_nothing_find_nothing(string name) =>
        Assert.Empty(await (await SnapshotAsync(Source)).FindSymbolsAsync(name));

    [Fact]
    public async Task Referenced_types_come_with_bounded_members()
    {
        var document = await DocumentAsync(Source);
        var types = await document.ReferencedTypesAsync(new TextRange(new(20, 0), new(20, 10)), maxMembers: 1);
        Assert.Empty(types);
        types = await document.ReferencedTypesAsync(new TextRange(new(20, 0), new(20, 52)), maxMembers: 1);
        var line = types.Single(t => t.QualifiedName == "Shop.Orders.Order.Line");
        Assert.Equal((1, 1), (line.Members.Count, line.MembersLeftOut));
        Assert.NotNull(line.Path);
    }

    [Fact]
    public async Task References_are_counted_up_to_the_limit()
    {
        var snapshot = await SnapshotAsync(Source);
        var path = snapshot.Paths[0];
        var count = await snapshot.CountReferencesAsync(path, new TextPosition(7, 17));
        Assert.Equal(("Shop.Orders.Order._count", 1, false), (count!.QualifiedName, count.References, count.Bounded));
        Assert.Null(await snapshot.CountReferencesAsync(path, new TextPosition(1, 0)));
    }

    [Fact]
    public async Task Snapshot_with_another_text_leaves_the_first_alone()
    {
        var first = await SnapshotAsync(Source);
        var path = first.Paths[0];
        var second = first.WithText(path, "class Other;");
        Assert.Equal("class Other;", second.Find(path)!.Text);
        Assert.Equal("class Other;", second.ReadText(path).File!.Text);
        Assert.Equal(Source, first.Find(path)!.Text);
        Assert.Null(second.Find("nowhere.cs"));
        Assert.Equal(SourceFailureReason.Missing, second.ReadText("nowhere.txt").Failure!.Reason);
    }

    [Fact]
    public async Task Loose_file_gets_only_its_syntax_errors_told()
    {
        var snapshot = await SnapshotAsync("class C { Unknown x; void M( { } }");
        var found = await CompilerFindings.ForDocumentsAsync(snapshot, [snapshot.Paths[0], "nowhere.cs"]);
        Assert.NotEmpty(found);
        Assert.DoesNotContain("CS0246", found.Select(d => d.Id));
    }

    private async Task<CodeSnapshot> SnapshotAsync(string text)
    {
        var path = _folder.Write("Order.cs", text);
        var request = new WorkspaceRequest(path, WorkspaceTrust.Untrusted) { Root = _folder.Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        return await workspace.SnapshotAsync();
    }

    private async Task<CodeDocument> DocumentAsync(string text)
    {
        var snapshot = await SnapshotAsync(text);
        return snapshot.Find(snapshot.Paths[0])!;
    }
}
