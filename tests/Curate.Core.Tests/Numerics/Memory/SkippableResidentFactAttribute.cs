namespace Curate.Core.Tests.Numerics.Memory;

/// <summary>A test that needs the kernel's count of the peak of resident memory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippableResidentFactAttribute : FactAttribute
{
    public SkippableResidentFactAttribute()
    {
        if (!ResidentMemoryTests.CanMeasure)
        {
            Skip = "The peak of resident memory is read from Linux's /proc.";
        }
    }
}
