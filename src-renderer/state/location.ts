import { useMemo } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { addressOf, type Route, routeOf } from './routes.ts';

export function useRoute(): Route {
  const [location] = useHashLocation();
  return useMemo(() => routeOf(location), [location]);
}

export function useGo(): (route: Route, options?: { replace?: boolean }) => void {
  const [, navigate] = useHashLocation();
  return (route, options) => navigate(addressOf(route), options);
}
