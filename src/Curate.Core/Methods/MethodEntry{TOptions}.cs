using Curate.Core.Options;

namespace Curate.Core.Methods;

/// <inheritdoc/>
/// <typeparam name="TOptions">The method's options record.</typeparam>
public sealed record MethodEntry<TOptions>(string Family, string Name, string Summary, MethodTraits Traits)
    : MethodEntry(Family, Name, Summary, Traits)
    where TOptions : class
{
    /// <summary>Options with every default.</summary>
    public required TOptions Defaults { get; init; }

    public required IReadOnlyList<OptionSpec<TOptions>> Options { get; init; }

    /// <summary>Checks what one option alone cannot: combinations. Throws usage errors.</summary>
    public Action<TOptions> Validate { get; init; } = static _ => { };

    /// <summary>Values of options as they take effect, where they differ from what was given or the stated default; null = without effect.</summary>
    public Func<TOptions, IReadOnlyDictionary<string, string?>> Resolved { get; init; } = static _ => new Dictionary<string, string?>();

    /// <summary>The option that makes a report of the plan: its tables are all that is wanted, and no row is written. Null = rows are.</summary>
    public Func<TOptions, string?> ReportsBy { get; init; } = static _ => null;

    public required Func<TOptions, StartRequest, MethodStart> Start { get; init; }

    /// <summary>What the law tests run it with; null where a table cannot be used.</summary>
    public required Func<LawCase, TOptions?> Example { get; init; }

    public override IReadOnlyList<OptionSpec> OptionSpecs => Options;

    public override BoundMethod Bind(OptionValues values) => With(OptionBinder.Bind(Defaults, Options, values));

    public override BoundMethod? BindExample(LawCase table) => Example(table) is { } options ? With(options) : null;

    private BoundMethod With(TOptions options)
    {
        Validate(options);
        return new BoundMethod(this, request => Start(options, request)) { Resolved = Resolved(options), ReportsBy = ReportsBy(options) };
    }
}
