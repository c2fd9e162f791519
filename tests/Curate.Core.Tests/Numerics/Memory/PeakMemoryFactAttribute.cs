namespace Curate.Core.Tests.Numerics.Memory;

/// <summary>A test that needs the kernel's count of the peak of resident memory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeakMemoryFactAttribute : FactAttribute
{
    public PeakMemoryFactAttribute()
    {
        if (!ResidentMemoryTests.CanMeasure)
        {
            Skip = "The peak of resident memory is read from Linux's /proc.";
        }
    }
}
