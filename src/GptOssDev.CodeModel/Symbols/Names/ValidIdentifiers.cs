namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>
/// The identifiers that may stand at a place: those of accessible symbols of the right staticness, extension methods included, and
/// the keywords that fit. Plain data, any thread.
/// </summary>
/// <param name="Typed">The characters of the identifier that stand before the cursor already; often empty.</param>
/// <param name="Names">
/// Whole identifiers, compared by ordinal; each starts with <paramref name="Typed"/>. A name that is a keyword carries its <c>@</c>.
/// </param>
/// <param name="OnlyNames">
/// True when nothing but one of the names may come next, as after a dot; false where text that is no identifier may start as well,
/// such as <c>(</c> after <c>new</c>.
/// </param>
public sealed record ValidIdentifiers(IdentifierContext Spot, string Typed, IReadOnlySet<string> Names, bool OnlyNames);
