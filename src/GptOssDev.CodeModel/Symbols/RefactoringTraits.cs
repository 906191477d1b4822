namespace GptOssDev.CodeModel.Symbols;

/// <summary>What the syntax of a member shows that a refactoring could start from.</summary>
[Flags]
public enum RefactoringTraits
{
    None = 0,

    /// <summary>The selection lies in one member.</summary>
    InMember = 1,

    /// <summary>The member has a body of several statements.</summary>
    HasStatements = 2,

    /// <summary>The member's body is one expression or one return, in braces.</summary>
    OneStatementBody = 4,

    /// <summary>A switch statement, or an if with at least two else-ifs.</summary>
    HasBranches = 8,

    /// <summary>A cast behind a type test, or an <c>as</c> whose result is compared with null.</summary>
    HasTypeTest = 16,

    /// <summary>Conditions at least two levels deep.</summary>
    HasNestedConditions = 32,

    /// <summary>The selection holds at least two whole statements of one block.</summary>
    SelectsStatements = 64,

    /// <summary>The member is visible from outside and has no documentation comment.</summary>
    IsUndocumented = 128,
}
