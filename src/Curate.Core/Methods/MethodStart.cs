using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>A method with its options bound to inputs, ready to run: a filter or a planner.</summary>
public readonly struct MethodStart
{
    private MethodStart(FilterRun? filter, IRowPlanner? planner)
    {
        Filter = filter;
        Planner = planner;
    }

    /// <summary>Decides in one pass, or null.</summary>
    public FilterRun? Filter { get; }

    /// <summary>Decides after whole passes, or null.</summary>
    public IRowPlanner? Planner { get; }

    public static MethodStart With<TPart>(IRowFilter<TPart> filter)
        where TPart : class => new(FilterRun.Of(filter), null);

    public static MethodStart With(IRowPlanner planner) => new(null, planner);
}
