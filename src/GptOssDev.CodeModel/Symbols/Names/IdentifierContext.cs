namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>A place where the language and the symbols in reach say which identifier may stand.</summary>
public enum IdentifierContext
{
    /// <summary>After <c>.</c>, <c>?.</c>, <c>-&gt;</c> or <c>::</c>.</summary>
    Member,

    /// <summary>After <c>new</c>.</summary>
    Creation,

    /// <summary>After <c>case</c>.</summary>
    Pattern,

    /// <summary>After <c>nameof(</c>.</summary>
    NameOf,

    /// <summary>In the list of a type's bases.</summary>
    BaseType,

    /// <summary>After the colon behind a constructor's parameters.</summary>
    ConstructorInitializer,

    /// <summary>Where an object initializer or a <c>with</c> expression names a member.</summary>
    ObjectInitializer,

    /// <summary>After <c>using</c>.</summary>
    Using,
}
