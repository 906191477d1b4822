using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Names, kinds and signatures of declarations, from syntax alone: works in any file that parses.</summary>
internal static class Declarations
{
    private const int MaxSignature = 400;

    /// <summary>True for what a person would call a member: types, their members, enum members, delegates, local functions.</summary>
    public static bool IsDeclaration(SyntaxNode node) =>
        node
            is BaseTypeDeclarationSyntax
                or DelegateDeclarationSyntax
                or BaseMethodDeclarationSyntax
                or BasePropertyDeclarationSyntax
                or BaseFieldDeclarationSyntax
                or EnumMemberDeclarationSyntax;

    public static CodeSymbolKind Kind(SyntaxNode node) =>
        node switch
        {
            RecordDeclarationSyntax => CodeSymbolKind.Record,
            ClassDeclarationSyntax => CodeSymbolKind.Class,
            StructDeclarationSyntax => CodeSymbolKind.Struct,
            InterfaceDeclarationSyntax => CodeSymbolKind.Interface,
            EnumDeclarationSyntax => CodeSymbolKind.Enum,
            EnumMemberDeclarationSyntax => CodeSymbolKind.EnumMember,
            DelegateDeclarationSyntax => CodeSymbolKind.Delegate,
            MethodDeclarationSyntax => CodeSymbolKind.Method,
            ConstructorDeclarationSyntax or DestructorDeclarationSyntax => CodeSymbolKind.Constructor,
            OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => CodeSymbolKind.Operator,
            IndexerDeclarationSyntax => CodeSymbolKind.Indexer,
            PropertyDeclarationSyntax => CodeSymbolKind.Property,
            EventFieldDeclarationSyntax or EventDeclarationSyntax => CodeSymbolKind.Event,
            FieldDeclarationSyntax => CodeSymbolKind.Field,
            LocalFunctionStatementSyntax => CodeSymbolKind.LocalFunction,
            BaseNamespaceDeclarationSyntax => CodeSymbolKind.Namespace,
            _ => CodeSymbolKind.Other,
        };

    public static CodeSymbolKind Kind(ISymbol symbol) =>
        symbol switch
        {
            INamespaceSymbol => CodeSymbolKind.Namespace,
            INamedTypeSymbol { IsRecord: true } => CodeSymbolKind.Record,
            INamedTypeSymbol type => type.TypeKind switch
            {
                TypeKind.Struct => CodeSymbolKind.Struct,
                TypeKind.Interface => CodeSymbolKind.Interface,
                TypeKind.Enum => CodeSymbolKind.Enum,
                TypeKind.Delegate => CodeSymbolKind.Delegate,
                _ => CodeSymbolKind.Class,
            },
            IMethodSymbol method => method.MethodKind switch
            {
                MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor =>
                    CodeSymbolKind.Constructor,
                MethodKind.UserDefinedOperator or MethodKind.Conversion => CodeSymbolKind.Operator,
                MethodKind.LocalFunction => CodeSymbolKind.LocalFunction,
                _ => CodeSymbolKind.Method,
            },
            IPropertySymbol property => property.IsIndexer ? CodeSymbolKind.Indexer : CodeSymbolKind.Property,
            IFieldSymbol field => field.ContainingType?.TypeKind == TypeKind.Enum
                ? CodeSymbolKind.EnumMember
                : CodeSymbolKind.Field,
            IEventSymbol => CodeSymbolKind.Event,
            _ => CodeSymbolKind.Other,
        };

    public static string Name(SyntaxNode node) =>
        node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            ConstructorDeclarationSyntax method => method.Identifier.ValueText,
            DestructorDeclarationSyntax method => "~" + method.Identifier.ValueText,
            OperatorDeclarationSyntax method => "operator " + method.OperatorToken.ValueText,
            ConversionOperatorDeclarationSyntax method => "operator " + method.Type,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            EventDeclarationSyntax member => member.Identifier.ValueText,
            BaseFieldDeclarationSyntax field => string.Join(
                ", ",
                field.Declaration.Variables.Select(v => v.Identifier.ValueText)
            ),
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => "",
        };

    /// <summary>Namespaces, containing types and name, joined by dots.</summary>
    public static string QualifiedName(SyntaxNode node) =>
        string.Join(
            '.',
            node.AncestorsAndSelf()
                .Where(n => n is BaseNamespaceDeclarationSyntax || IsDeclaration(n))
                .Select(Name)
                .Where(name => name.Length > 0)
                .Reverse()
        );

    /// <summary>The declaration without documentation, attributes, body and initializer, on one line, bounded.</summary>
    public static string Signature(SyntaxNode node)
    {
        var start = Attributes(node) is { Count: > 0 } attributes
            ? attributes.Last().GetLastToken().GetNextToken().SpanStart
            : node.SpanStart;
        var end = BodyStart(node) is { } body ? body : node.Span.End;
        var text = node
            .SyntaxTree.GetText()
            .ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, Math.Max(start, end)));
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(';', ' ');
        return line.Length > MaxSignature ? line[..MaxSignature] + "…" : line;
    }

    /// <summary>Attributes and declaration as written, without documentation, body and initializer.</summary>
    public static string Header(SyntaxNode node)
    {
        var end = BodyStart(node) ?? node.Span.End;
        var text = node.ToString();
        return text[..Math.Max(0, end - node.SpanStart)].TrimEnd();
    }

    private static SyntaxList<AttributeListSyntax>? Attributes(SyntaxNode node) =>
        node switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            LocalFunctionStatementSyntax function => function.AttributeLists,
            _ => null,
        };

    private static int? BodyStart(SyntaxNode node) =>
        node switch
        {
            BaseTypeDeclarationSyntax { OpenBraceToken.RawKind: not 0 } type => type.OpenBraceToken.SpanStart,
            BaseMethodDeclarationSyntax { Body: { } body } => body.SpanStart,
            BaseMethodDeclarationSyntax { ExpressionBody: { } body } => body.SpanStart,
            PropertyDeclarationSyntax { ExpressionBody: { } body } => body.SpanStart,
            IndexerDeclarationSyntax { ExpressionBody: { } body } => body.SpanStart,
            PropertyDeclarationSyntax { AccessorList: { } accessors } when HasBodies(accessors) => accessors.SpanStart,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.SpanStart,
            IndexerDeclarationSyntax { AccessorList: { } accessors } when HasBodies(accessors) => accessors.SpanStart,
            EventDeclarationSyntax { AccessorList: { } accessors } => accessors.SpanStart,
            FieldDeclarationSyntax { Declaration.Variables: [{ Initializer: { } initializer }] } field
                when !field.Modifiers.Any(SyntaxKind.ConstKeyword) => initializer.SpanStart,
            LocalFunctionStatementSyntax { Body: { } body } => body.SpanStart,
            LocalFunctionStatementSyntax { ExpressionBody: { } body } => body.SpanStart,
            _ => null,
        };

    private static bool HasBodies(AccessorListSyntax accessors) =>
        accessors.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null);
}
