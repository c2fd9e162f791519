namespace Curate.Core.Options;

/// <summary>
/// The raw values of named options in the order in which they were first added, each with every text given for it. The command line and
/// recipes both produce it, so that one binder serves both; the command line adds them in the order of the options that a method has, whatever the order of its words. A flag given without a value holds <c>true</c>.
/// </summary>
public sealed class OptionValues
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Names in the order in which they were first added.</summary>
    public IReadOnlyList<string> Names => _names;

    public OptionValues Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out List<string>? given))
        {
            _names.Add(name);
            _values.Add(name, given = []);
        }

        given.Add(value);
        return this;
    }

    /// <summary>Every text given for <paramref name="name"/>, in order; empty when it was not given.</summary>
    public IReadOnlyList<string> Of(string name) => _values.TryGetValue(name, out List<string>? given) ? given : [];

    /// <summary>The values of the options that <paramref name="specs"/> have.</summary>
    public OptionValues Only(IEnumerable<OptionSpec> specs)
    {
        var names = specs.Select(static s => s.Name).ToHashSet(StringComparer.Ordinal);
        return Where(names.Contains);
    }

    /// <summary>The values whose names are wanted, in the same order.</summary>
    public OptionValues Where(Func<string, bool> wanted)
    {
        var chosen = new OptionValues();
        foreach (string name in _names.Where(wanted))
        {
            foreach (string value in Of(name))
            {
                chosen.Add(name, value);
            }
        }

        return chosen;
    }
}
