using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Symbols.Names;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>What a prompt is told of a cursor's surroundings, and which names are legal there.</summary>
public sealed class CursorSymbolsTests(SmallSolution solution) : IClassFixture<SmallSolution>
{
    [Theory]
    [InlineData("int a = |", "int")]
    [InlineData("string s; s = |", "string")]
    [InlineData("Greet(|", "string")]
    [InlineData("if (|", "bool")]
    [InlineData("if (Name.Length == |", "int")]
    [InlineData("return |", "string?")]
    [InlineData("var a = |", null)]
    [InlineData("|", null)]
    public async Task Expected_type_is_what_the_place_converts_to(string body, string? expected) =>
        Assert.Equal(expected, (await AtAsync(body)).ExpectedType);

    [Fact]
    public async Task Receiver_comes_with_its_own_members_first()
    {
        var around = await AtAsync("this.|");
        Assert.Equal("Caller", around.Receiver!.Type);
        Assert.Equal("public string? Say(int times, Greeter other)", around.Receiver.Members[0]);
        Assert.Contains("public int Count()", around.Receiver.Members);
        Assert.DoesNotContain(around.Receiver.Members, m => m.Contains("_count", StringComparison.Ordinal));
        var bounded = await AtAsync("this.|", new CursorSymbolLimits { Members = 1 });
        Assert.Single(bounded.Receiver!.Members);
        Assert.Equal(around.Receiver.Members.Count - 1, bounded.Receiver.MembersLeftOut);
    }

    [Fact]
    public async Task Locals_are_the_nearest_first_and_tell_their_own_types()
    {
        var around = await AtAsync("var text = \"\"; { var inner = 1; } |");
        Assert.Equal(["text", "other", "times"], around.Locals.Select(l => l.Name));
        Assert.Equal(["string?", "Greeter", "int"], around.Locals.Select(l => l.Type));
        Assert.Equal("Lib.Greeter", around.Locals[1].TypeSignature!.QualifiedName);
        Assert.Contains("public int Count()", around.Locals[1].TypeSignature!.Members);
        Assert.Null(around.Locals[0].TypeSignature);
    }

    [Theory]
    [InlineData("Greet(|", "public static string Greet(string name)")]
    [InlineData("new Lib.Greeter(|", "public Greeter()")]
    [InlineData("Greet(\"a\").Substring(1, |", "public string Substring(int startIndex, int length)")]
    public async Task Overloads_of_the_call_are_told(string body, string signature) =>
        Assert.Contains(signature, (await AtAsync(body)).Overloads);

    [Fact]
    public async Task Siblings_are_the_other_members()
    {
        var around = await AtAsync("|");
        Assert.Equal(["private readonly int _field", "public int Twice(int a)"], around.Siblings);
    }

    [Theory]
    [InlineData("this.Na|", IdentifierContext.Member, "Name", "Greet")]
    [InlineData("base.|", IdentifierContext.Member, "Count", "Greet2")]
    [InlineData("Lib.Greeter.|", IdentifierContext.Member, "Greet", "Count")]
    [InlineData("other?.|", IdentifierContext.Member, "Count", "Greet")]
    [InlineData("global::|", IdentifierContext.Member, "Lib", "Name")]
    [InlineData("var g = new |", IdentifierContext.Creation, "Lib", "times")]
    [InlineData("var g = new Lib.Greeter { |", IdentifierContext.ObjectInitializer, "Name", "Count")]
    [InlineData("var g = new Lib.Greeter { Name = \"\", |", IdentifierContext.ObjectInitializer, null, "Name")]
    [InlineData("Lib.Greeter g = new() { |", IdentifierContext.ObjectInitializer, "Name", "Count")]
    [InlineData("void Take(Lib.Greeter g) { } Take(new() { |", IdentifierContext.ObjectInitializer, "Name", "Count")]
    [InlineData("Lib.Greeter[] a = { new() { |", IdentifierContext.ObjectInitializer, "Name", "Count")]
    [InlineData("var g = nameof(|", IdentifierContext.NameOf, "times", "Nothing")]
    [InlineData("switch (times) { case |", IdentifierContext.Pattern, "int", "times")]
    public async Task Legal_names_fit_the_place(string body, IdentifierContext spot, string? legal, string illegal)
    {
        var (snapshot, cursor) = With(body);
        var names = await snapshot.Find(solution.CallerPath)!.LegalNamesAsync(cursor);
        Assert.Equal(spot, names!.Spot);
        Assert.True(legal is null || names.Names.Contains(legal), string.Join(' ', names.Names));
        Assert.DoesNotContain(illegal, names.Names);
        Assert.All(names.Names, name => Assert.StartsWith(names.Typed, name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unknown.|")]
    [InlineData("dynamic d = 1; d.|")]
    [InlineData("var s = \"a.|")]
    [InlineData("// this.|")]
    [InlineData("var n = 1|")]
    [InlineData("|")]
    [InlineData("var l = new System.Collections.Generic.List<int> { |")]
    [InlineData("Greet.|")]
    [InlineData("var b = \"\" is { Length.|")]
    [InlineData("var d = new System.Collections.Generic.Dictionary<Lib.Greeter, int> { { new() { |")]
    [InlineData("new System.Collections.Generic.List<Lib.Greeter>().Sort(new() { |")]
    public async Task Place_of_which_nothing_is_known_is_not_constrained(string body)
    {
        var (snapshot, cursor) = With(body);
        Assert.Null(await snapshot.Find(solution.CallerPath)!.LegalNamesAsync(cursor));
    }

    [Theory]
    [InlineData("class A : |", IdentifierContext.BaseType, "IDisposable", "String")]
    [InlineData("class A { public A() : | }", IdentifierContext.ConstructorInitializer, "base", "A")]
    [InlineData("struct A { public A(int a) : | }", IdentifierContext.ConstructorInitializer, "this", "base")]
    [InlineData("enum A : |", IdentifierContext.BaseType, "byte", "string")]
    [InlineData(
        "record R(int Left); class A { R M(R r) => r with { | }",
        IdentifierContext.ObjectInitializer,
        "Left",
        "ToString"
    )]
    [InlineData(
        "class A { DayOfWeek DayOfWeek { get; } = DayOfWeek.|; }",
        IdentifierContext.Member,
        "Monday",
        "Nothing"
    )]
    [InlineData(
        "class A { Type Of(A a) => a is { DayOfWeek.|: 1 } ? null : null; Uri DayOfWeek; }",
        IdentifierContext.Member,
        "Host",
        "Monday"
    )]
    [InlineData("[Obsolete] class A { [System.|] void M() { } }", IdentifierContext.Member, "Obsolete", "obsolete")]
    public async Task Legal_names_of_declarations_fit_the_place(
        string text,
        IdentifierContext spot,
        string legal,
        string illegal
    )
    {
        var (snapshot, cursor) = solution.With(solution.CallerPath, "using System;\n" + text + "\n");
        var names = await snapshot.Find(solution.CallerPath)!.LegalNamesAsync(cursor);
        Assert.Equal(spot, names!.Spot);
        Assert.Contains(legal, names.Names);
        Assert.DoesNotContain(illegal, names.Names);
    }

    [Fact]
    public async Task Using_directive_names_namespaces()
    {
        var (snapshot, cursor) = solution.With(solution.CallerPath, "using |\n\nclass A { }\n");
        var names = await snapshot.Find(solution.CallerPath)!.LegalNamesAsync(cursor);
        Assert.Equal(IdentifierContext.Using, names!.Spot);
        Assert.Superset(new HashSet<string> { "System", "Lib", "static" }, names.Names.ToHashSet());
    }

    private async Task<CursorSymbols> AtAsync(string body, CursorSymbolLimits? limits = null)
    {
        var (snapshot, cursor) = With(body);
        return await snapshot.Find(solution.CallerPath)!.CursorSymbolsAsync(cursor, limits);
    }

    private (GptOssDev.CodeModel.Workspaces.CodeSnapshot, GptOssDev.CodeModel.Documents.TextPosition) With(
        string body
    ) =>
        solution.With(
            solution.CallerPath,
            $$"""
            namespace App;

            public class Caller : Lib.Greeter
            {
                private readonly int _field = 1;

                public string? Say(int times, Lib.Greeter other)
                {
                    {{body}}
                }

                public int Twice(int a) => a + a;
            }

            """
        );
}
