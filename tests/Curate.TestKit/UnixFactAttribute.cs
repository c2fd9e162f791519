using Xunit;

namespace Curate.TestKit;

/// <summary>A fact that is skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = SkipReason.ForUnix();
}
