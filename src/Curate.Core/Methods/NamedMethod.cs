namespace Curate.Core.Methods;

/// <summary>
/// A method by its name alone. Its entry has a dozen options, each with a text, a reader and a setter, and is made when it is first asked for: a run needs one of
/// the dozens that a command has.
/// </summary>
/// <param name="name">The name that the entry has, too.</param>
/// <param name="make">Given the name, makes the entry.</param>
public sealed class NamedMethod(string name, Func<string, MethodEntry> make)
{
    private MethodEntry? _entry;

    public string Name => name;

    /// <summary>The entry; always the same one.</summary>
    public MethodEntry Entry => LazyInitializer.EnsureInitialized(ref _entry, () => make(name));
}
